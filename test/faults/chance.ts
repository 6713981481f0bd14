/** Seed of this run: `FAULT_SEED` repeats one. */
export const SEED = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);

/** How often processes are killed: `FAULT_KILLS` asks for more. */
export const KILLS = Number(process.env['FAULT_KILLS'] ?? 12);

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
