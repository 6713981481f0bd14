/** How an account differs between two versions. */
export const CHANGE_KINDS = ['added', 'changed', 'blocked', 'unblocked', 'gone'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What a version that waits would change, counted in accounts. */
export interface Differences extends Record<ChangeKind, number> {
  /** Version it was compared with; `null` = the directory was empty. */
  base: number | null;
  /** Accounts of that version. */
  before: number;
  after: number;
}

/** Largest shares, in per cent, up to which a program's export is applied without a person. */
export interface ApplyLimits {
  gone: number;
  changed: number;
  blocked: number;
}

/** Limits where the program names none. */
export const USUAL_LIMITS: ApplyLimits = { gone: 5, changed: 20, blocked: 5 };

/** Above these shares a person is warned: more looks like a wrong file, half an export or shifted columns. */
const SUSPICIOUS: ApplyLimits = { gone: 20, changed: 50, blocked: 10 };
const SUSPICIOUS_REFUSED = 10;

/** What looks wrong; names a sentence, with the share in per cent. */
export interface ImportWarning {
  code: keyof ApplyLimits | 'refused' | 'empty';
  percent: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);

/** What a person should look at before applying. `refused`: rows that were not taken. */
export function importWarnings(differences: Differences, refused: number): ImportWarning[] {
  const { after } = differences;
  if (after === 0) return [{ code: 'empty', percent: 100 }];
  const warnings: ImportWarning[] = exceeded(differences, SUSPICIOUS).map((code) => ({ code, percent: share(differences[code], differences.before) }));
  const lost = share(refused, refused + after);
  return lost > SUSPICIOUS_REFUSED ? [...warnings, { code: 'refused', percent: lost }] : warnings;
}

/** Whether a program's export may be applied without a person: it says more than nothing and stays within the limits. */
export function mayApplyItself(differences: Differences, refused: number, limits: ApplyLimits): boolean {
  return exceeded(differences, limits).length === 0 && !importWarnings(differences, refused).some(({ code }) => code === 'empty' || code === 'refused');
}

function exceeded(differences: Differences, limits: ApplyLimits): (keyof ApplyLimits)[] {
  return (['gone', 'changed', 'blocked'] as const).filter((kind) => share(differences[kind], differences.before) > limits[kind]);
}
