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
  code: keyof ApplyLimits | 'refused' | 'empty' | 'older';
  percent: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);

/** What a version would do, as far as it is judged. `refused`: rows that were not taken; `older`: it was exported before the one that is seen. */
export interface JudgedVersion {
  differences: Differences;
  refused: number;
  older: boolean;
}

/** What a person should look at before applying. */
export function importWarnings({ differences, refused, older }: JudgedVersion): ImportWarning[] {
  const { after } = differences;
  if (after === 0) return [{ code: 'empty', percent: 100 }];
  const warnings: ImportWarning[] = older ? [{ code: 'older', percent: 100 }] : [];
  warnings.push(...exceeded(differences, SUSPICIOUS).map((code) => ({ code, percent: share(differences[code], differences.before) })));
  const lost = share(refused, refused + after);
  return lost > SUSPICIOUS_REFUSED ? [...warnings, { code: 'refused', percent: lost }] : warnings;
}

/** Whether a program's export may be applied without a person: it says more than nothing and stays within the limits. */
export function mayApplyItself(version: JudgedVersion, limits: ApplyLimits): boolean {
  return exceeded(version.differences, limits).length === 0 && !importWarnings(version).some(({ code }) => code === 'empty' || code === 'refused' || code === 'older');
}

function exceeded(differences: Differences, limits: ApplyLimits): (keyof ApplyLimits)[] {
  return (['gone', 'changed', 'blocked'] as const).filter((kind) => share(differences[kind], differences.before) > limits[kind]);
}
