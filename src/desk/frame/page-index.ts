/** The page of a list from an address that counts from one, counted from nought; nonsense is the first. */
export function pageIndex(typed: unknown): number {
  return typeof typed === 'string' && /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) - 1 : 0;
}
