import { typedDay } from '../../platform/typed-day.js';

/** Tyumen has had UTC+5 all year round since 2014. */
const TYUMEN_OFFSET_MS = 5 * 3_600_000;

/**
 * When a file was exported, by what somebody said: a day (`2026-11-24`, `24.11.2026`) or an instant with a zone. Of an earlier day its beginning
 * counts: who was registered later that day may be missing from it. Of today and of nothing it is now. `null`: no day, or one that has not come.
 */
export function exportMoment(typed: string, now: Date): Date | null {
  const text = typed.trim();
  if (text === '') return now;
  const day = typedDay(text);
  if (day === dayOf(now)) return now;
  if (day === null && !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const moment = new Date(day === null ? text : `${day}T00:00:00+05:00`);
  return moment.getTime() <= now.getTime() && moment.getUTCFullYear() >= 2000 ? moment : null;
}

const dayOf = (instant: Date): string => new Date(instant.getTime() + TYUMEN_OFFSET_MS).toISOString().slice(0, 10);
