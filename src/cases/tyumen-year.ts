/** Calendar year of an instant in Tyumen (Asia/Yekaterinburg, UTC+5 all year). */
export function tyumenYear(at: Date): number {
  return new Date(at.getTime() + 5 * 3_600_000).getUTCFullYear();
}
