import { CALENDAR_LISTS, type CalendarList, type CalendarYear } from '../../deadlines/calendar-year.js';

/** Fields of the form for one year. */
export const CALENDAR_FIELDS = ['source', 'decreedOn', 'comment', ...CALENDAR_LISTS] as const;
export type CalendarForm = Record<(typeof CALENDAR_FIELDS)[number], string>;

/** One day of a month's sheet; `kind` names the class and the mark. */
export interface SheetDay {
  day: number | null;
  kind: 'work' | 'off' | 'short' | 'moved';
}

/** A month as seven columns, Monday first. */
export interface SheetMonth {
  month: number;
  weeks: SheetDay[][];
}

const pad = (number: number | string): string => String(number).padStart(2, '0');

/** A year as a form shows it: days as «01.01», a line a month. */
export function calendarForm(calendar: CalendarYear): CalendarForm {
  const lists = Object.fromEntries(CALENDAR_LISTS.map((list) => [list, typedDays(calendar[list])])) as Record<CalendarList, string>;
  return { source: calendar.source, decreedOn: calendar.decreedOn, comment: calendar.comment ?? '', ...lists };
}

function typedDays(dates: readonly string[]): string {
  const months = new Map<string, string[]>();
  for (const date of [...dates].sort()) {
    const [, month = '', day = ''] = date.split('-');
    months.set(month, [...(months.get(month) ?? []), `${day}.${month}`]);
  }
  return [...months.values()].map((days) => days.join(' ')).join('\n');
}

/** Days as people type them: «01.01», «1.1.2027», «2027-01-01», runs as «01.01-09.01»; what is none of these stays as typed, to be named. */
export function readDays(typed: string, year: number): string[] {
  const spaced = typed.replace(/\s*[–—]\s*/g, '-').replace(/(\d\.\d{1,2})\s+-\s+(?=\d)/g, '$1-');
  return spaced.split(/[\s,;]+/).filter(Boolean).flatMap((word) => readRun(word, year));
}

function readRun(word: string, year: number): string[] {
  const run = /^(\d{1,2}\.\d{1,2})-(\d{1,2}\.\d{1,2})$/.exec(word);
  if (!run) return [readDay(word, year)];
  const [first, last] = [readDay(run[1] ?? '', year), readDay(run[2] ?? '', year)];
  const [from, to] = [Date.parse(first), Date.parse(last)];
  if (!(from <= to)) return [word];
  return Array.from({ length: Math.round((to - from) / 86_400_000) + 1 }, (_, index) => new Date(from + index * 86_400_000).toISOString().slice(0, 10));
}

function readDay(word: string, year: number): string {
  const [, day, month, given] = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4})?)?$/.exec(word) ?? [];
  return day && month ? `${given ?? year}-${pad(month)}-${pad(day)}` : word;
}

/** The form as the text of a calendar file. */
export function calendarText(form: CalendarForm, year: number): string {
  const lists = Object.fromEntries(CALENDAR_LISTS.map((list) => [list, readDays(form[list], year)]));
  return JSON.stringify({ year, source: form.source.trim(), decreedOn: form.decreedOn.trim(), ...(form.comment.trim() && { comment: form.comment.trim() }), ...lists });
}

/** The year as twelve sheets. */
export function calendarSheets(calendar: CalendarYear): SheetMonth[] {
  const off = new Set(calendar.daysOff);
  const short = new Set(calendar.shortDays);
  const moved = new Set(calendar.workingWeekends);
  return Array.from({ length: 12 }, (_, month) => {
    const before = (new Date(Date.UTC(calendar.year, month, 1)).getUTCDay() + 6) % 7;
    const length = new Date(Date.UTC(calendar.year, month + 1, 0)).getUTCDate();
    const cells = Array.from({ length: Math.ceil((before + length) / 7) * 7 }, (_cell, index): SheetDay => {
      const day = index - before + 1;
      if (day < 1 || day > length) return { day: null, kind: 'work' };
      const date = `${calendar.year}-${pad(month + 1)}-${pad(day)}`;
      const kind = short.has(date) ? 'short' : moved.has(date) ? 'moved' : off.has(date) || index % 7 > 4 ? 'off' : 'work';
      return { day, kind };
    });
    return { month, weeks: Array.from({ length: cells.length / 7 }, (_week, index) => cells.slice(index * 7, index * 7 + 7)) };
  });
}
