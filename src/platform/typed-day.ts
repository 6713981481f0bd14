/** A day as somebody has typed it, `2026-11-24` or `24.11.2026` (a browser without a calendar sends it as it is), in ISO; `null`: none that exists between 2000 and 2200. */
export function typedDay(typed: string): string | null {
  const iso = typed.trim().replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || iso < '2000' || iso > '2200') return null;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? null : iso;
}
