import type { CaseStatus } from '../cases/case-status.js';
import type { ImportResult, ApplicantFacts } from '../triage/verdict.js';
import type { Chance } from './chance.js';

/** What somebody's trouble is; leads the rules to a category and a route. */
export type PlanKind = 'letter-email' | 'letter-edms' | 'already-loaded' | 'self-service' | 'triage' | 'blocked' | 'import-error' | 'no-colleague';

/** One case to be told: what it is about, when it came, where it stands in the end. */
export interface CasePlan {
  at: Date;
  kind: PlanKind;
  end: CaseStatus;
  errorText: string | null;
}

interface Told {
  importResult: ImportResult | null;
  facts: Partial<ApplicantFacts>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TYUMEN_OFFSET_MS = 5 * HOUR_MS;

/** How many cases of each kind end where; three hundred with the two waves. */
const MIXTURE: readonly [kind: PlanKind, end: CaseStatus, count: number][] = [
  ['letter-email', 'closed', 22], ['letter-email', 'resolved', 20], ['letter-email', 'sent', 13], ['letter-email', 'awaiting-signed-letter', 14],
  ['letter-email', 'queued', 4], ['letter-email', 'delivery-problem', 6], ['letter-email', 'cancelled', 3],
  ['letter-edms', 'closed', 12], ['letter-edms', 'resolved', 10], ['letter-edms', 'sent', 7], ['letter-edms', 'awaiting-applicant', 8], ['letter-edms', 'cancelled', 2],
  ['already-loaded', 'closed', 14], ['already-loaded', 'resolved', 14], ['already-loaded', 'self-help', 8], ['already-loaded', 'awaiting-operator', 3],
  ['self-service', 'closed', 8], ['self-service', 'resolved', 8], ['self-service', 'self-help', 6], ['self-service', 'cancelled', 2],
  ['triage', 'closed', 14], ['triage', 'resolved', 14], ['triage', 'awaiting-operator', 9], ['triage', 'awaiting-applicant', 6], ['triage', 'cancelled', 1],
  ['blocked', 'closed', 10], ['blocked', 'resolved', 8], ['blocked', 'awaiting-operator', 5],
  ['import-error', 'closed', 8], ['import-error', 'resolved', 7], ['import-error', 'awaiting-operator', 3], ['import-error', 'awaiting-applicant', 2],
  ['no-colleague', 'closed', 5], ['no-colleague', 'resolved', 5], ['no-colleague', 'awaiting-operator', 3],
];

/** Days ago a case with this end came, from and to. */
const AGES: Record<CaseStatus, readonly [from: number, to: number]> = {
  closed: [20, 59], resolved: [3, 45], cancelled: [6, 50], sent: [1, 14], 'awaiting-signed-letter': [0, 12], 'awaiting-applicant': [0, 9],
  'self-help': [0, 10], queued: [0, 1], 'delivery-problem': [0, 4], 'awaiting-operator': [0, 5],
};

/** Errors as people copy them from the import window; numbers differ from case to case. */
const ERRORS: readonly [string, ...string[]] = [
  'Ошибка ASN1: неверный тег (код {n})', 'Не удалось проверить цепочку сертификатов {n}', 'Сертификат с серийным номером {n} не прошёл проверку', 'Внутренняя ошибка при разборе файла, обратитесь к администратору',
];
const WAVE_OLD = 'ORA-01653: невозможно расширить таблицу CERT_STORE, сеанс {n}';
const WAVE_NEW = 'Служба проверки сертификатов недоступна: превышено время ожидания, запрос № {n}';

/** All cases in the order they came, none of them in the future. */
export function planCases(now: Date, chance: Chance): CasePlan[] {
  const plans = MIXTURE.flatMap(([kind, end, count]) =>
    Array.from({ length: count }, (): CasePlan => ({ at: momentOf(now, AGES[end], chance), kind, end, errorText: kind === 'import-error' ? withNumber(chance.pick(ERRORS), chance) : null })),
  );
  return [...plans, ...wave(oldWaveEnd(now), WAVE_OLD, 'closed', 7, chance), ...wave(now, WAVE_NEW, 'awaiting-operator', 9, chance)].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** When the wave that is over was over: the afternoon of a working day some weeks ago. */
export function oldWaveEnd(now: Date): Date {
  return workingDay(now, 18, 15);
}

/** What the applicant says, so that the rules come to the kind. */
export function toldFor({ kind, errorText }: CasePlan, chance: Chance): Told {
  const counters = (previouslyLoaded: number, withOwner: number): ImportResult => ({ previouslyLoaded, withOwner, errorText: null });
  switch (kind) {
    case 'letter-email':
      return { importResult: counters(0, 0), facts: { userRegistered: 'no', userBlocked: 'no' } };
    case 'letter-edms':
      return { importResult: counters(0, 0), facts: { userRegistered: 'no', userBlocked: 'no', edms: chance.pick(['directum', 'bureaucrat']) } };
    case 'already-loaded':
      return { importResult: counters(1, chance.whole(0, 1)), facts: {} };
    case 'self-service':
      return { importResult: null, facts: { currentCertificateValid: 'yes' } };
    case 'triage':
      return { importResult: counters(0, 0), facts: { userRegistered: 'unknown' } };
    case 'blocked':
      return { importResult: null, facts: { userBlocked: 'yes', userRegistered: 'yes' } };
    case 'import-error':
      return { importResult: { previouslyLoaded: null, withOwner: null, errorText }, facts: { userBlocked: 'no' } };
    case 'no-colleague':
      return { importResult: null, facts: { currentCertificateValid: 'no', colleagueCanImport: 'no' } };
  }
}

function wave(until: Date, error: string, end: CaseStatus, count: number, chance: Chance): CasePlan[] {
  return Array.from({ length: count }, (_, index) => ({ at: new Date(until.getTime() - (index * 14 + chance.whole(3, 12)) * 60_000), kind: 'import-error', end, errorText: withNumber(error, chance) }));
}

function withNumber(error: string, chance: Chance): string {
  return error.replace('{n}', String(chance.whole(10_000, 99_999)));
}

/** A moment in working hours of a working day that lies behind; the last days also outside of them. */
function momentOf(now: Date, [from, to]: readonly [from: number, to: number], chance: Chance): Date {
  let daysAgo = chance.whole(from, to);
  for (let tries = 0; tries < 5 && isWeekend(now, daysAgo); tries += 1) daysAgo = chance.whole(from, to);
  const at = workingDay(now, daysAgo, 8 + chance.whole(0, 9), chance.whole(0, 59));
  return at.getTime() < now.getTime() - 10 * 60_000 ? at : new Date(now.getTime() - chance.whole(15, 8 * 60) * 60_000);
}

/** Midnight of a day in Tyumen, as if Tyumen were in UTC. */
function midnightOf(now: Date, daysAgo: number): number {
  return Math.floor((now.getTime() + TYUMEN_OFFSET_MS) / DAY_MS) * DAY_MS - daysAgo * DAY_MS;
}

function isWeekend(now: Date, daysAgo: number): boolean {
  return [0, 6].includes(new Date(midnightOf(now, daysAgo)).getUTCDay());
}

function workingDay(now: Date, daysAgo: number, hour: number, minute = 0): Date {
  const midnight = midnightOf(now, daysAgo);
  const weekday = new Date(midnight).getUTCDay();
  const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  return new Date(midnight - back * DAY_MS - TYUMEN_OFFSET_MS + hour * HOUR_MS + minute * 60_000);
}
