const { FAULT_SEED, FAULT_KILLS, FAULT_MINUTES, FAULT_FLOOD } = process.env;

/** Seed of this run: `FAULT_SEED` repeats one. */
export const SEED = Number(FAULT_SEED ?? Date.now() % 1_000_000);

/** How often processes are killed on each backend: `npm run test:faults` asks for more. */
export const KILLS = Number(FAULT_KILLS ?? 8);

/** After so many milliseconds nobody is killed any more. */
export const KILLING_MS = Number(FAULT_MINUTES ?? 1) * 60_000;

/** Cases of the flood. */
export const FLOOD = Number(FAULT_FLOOD ?? 5_000);

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
