/** Places of the items that are ticked in a form, or named in an address. */
export function tickedPlaces(form: unknown): number[] {
  const { place } = (form ?? {}) as { place?: unknown };
  return [place ?? []].flat().flatMap((each) => (typeof each === 'string' && /^\d{1,6}$/.test(each) ? [Number(each)] : []));
}
