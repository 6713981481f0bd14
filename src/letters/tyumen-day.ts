/** Asia/Yekaterinburg, UTC+5 without summer time (domain §5): the clock that readers of letter and archive have. */
export const TYUMEN_OFFSET_MS = 5 * 3_600_000;

/** «31.05.2027», the day of an ISO 8601 instant in Tyumen. */
export function tyumenDay(instant: string): string {
  return new Date(Date.parse(instant) + TYUMEN_OFFSET_MS).toISOString().slice(0, 10).split('-').reverse().join('.');
}
