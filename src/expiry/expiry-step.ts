/** Days before the end of a certificate at which its owner is told. */
export const EXPIRY_STEPS = [45, 14, 3] as const;
export type ExpiryStep = (typeof EXPIRY_STEPS)[number];

const DAY = 86_400_000;

/** The step a certificate has come to, `null` before the first and after its end. Earlier ones that were missed are not made up for. */
export function stepOf(notAfter: Date, now: Date): ExpiryStep | null {
  const left = notAfter.getTime() - now.getTime();
  if (left <= 0) return null;
  return [...EXPIRY_STEPS].reverse().find((step) => left <= step * DAY) ?? null;
}

/** The end of the time that is looked at. */
export function horizon(now: Date, step: ExpiryStep = 45): Date {
  return new Date(now.getTime() + step * DAY);
}

/** A directory from before this moment is too old to tell people of (`DIRECTORY_FRESH_DAYS`). */
export function freshSince(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY);
}

/** The step that somebody chose, `null` when it is none. */
export function readStep(typed: string): ExpiryStep | null {
  return EXPIRY_STEPS.find((step) => String(step) === typed) ?? null;
}
