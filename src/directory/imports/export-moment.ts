import { localDay } from '../../platform/russian-date.js';
import { typedDay } from '../../platform/typed-day.js';

/**
 * When a file was exported, by what somebody said: a day (`2026-11-24`, `24.11.2026`) or an instant with a zone. Of an earlier day its beginning
 * counts: who was registered later that day may be missing from it. Of today and of nothing it is now. `null`: no day, or one that has not come.
 */
export function exportMoment(typed: string, now: Date): Date | null {
  const text = typed.trim();
  if (text === '') return now;
  const day = typedDay(text);
  if (day === localDay(now)) return now;
  if (day === null && !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const moment = new Date(day === null ? text : `${day}T00:00:00+05:00`);
  return moment.getTime() <= now.getTime() && moment.getUTCFullYear() >= 2000 ? moment : null;
}
