/** Rounds of every row: the table shows their median. */
export const ROUNDS = 5;

/**
 * Value below which the share `p` of the values lies (nearest rank).
 * @param {number[]} values
 * @param {number} p 0…1
 * @returns {number}
 */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? Number.NaN;
}

/**
 * @param {number[]} values
 * @returns {number}
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs `work` again and again for about `seconds`; an async `work` is awaited each time.
 * @param {() => unknown} work
 * @param {number} seconds
 * @returns {Promise<number>} runs per second
 */
export async function perSecond(work, seconds) {
  const start = performance.now();
  let runs = 0;
  let elapsed = 0;
  while (elapsed < seconds * 1000) {
    for (let i = 0; i < 8; i++) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    runs += 8;
    elapsed = performance.now() - start;
  }
  return (runs / elapsed) * 1000;
}
