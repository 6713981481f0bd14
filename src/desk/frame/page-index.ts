/** The page of a list from an address that counts from one, counted from nought; nonsense is the first. */
export function pageIndex(typed: unknown): number {
  return typeof typed === 'string' && /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) - 1 : 0;
}

/** Where the pages before and after this one (counted from nought) of a list are; `null` where there is none. */
export function pageLinks(path: string, index: number, more: boolean): { previous: string | null; next: string | null } {
  return { previous: index > 0 ? `${path}?page=${index}` : null, next: more ? `${path}?page=${index + 2}` : null };
}
