import { calendar2026, shippedYears, shown, wall } from './deadlines.fixtures.js';
import { WorkingCalendar, overdueCalendars } from './working-calendar.js';
import { DEFAULT_WORKING_HOURS } from './working-hours.js';

const calendar = calendar2026();
const HOUR = 60;
const minutes = (from: string, to: string) => calendar.workingMinutesBetween(wall(from), wall(to)).minutes;

describe('WorkingCalendar on 2026', () => {
  it.each([
    ['2026-04-30 15:59', true, 'the afternoon of a short Thursday'],
    ['2026-04-30 17:00', false, 'which ends an hour earlier'],
    ['2026-05-01 11:00', false, 'a holiday'],
    ['2026-05-04 09:00', true, 'a Monday, from nine'],
    ['2026-05-04 08:59', false, 'not before'],
    ['2026-05-04 12:59', true, 'until lunch'],
    ['2026-05-04 13:00', false, 'lunch'],
    ['2026-05-04 14:00', true, 'after lunch'],
    ['2026-05-04 17:59', true, 'until six'],
    ['2026-05-04 18:00', false, 'and no longer'],
    ['2026-05-11 12:00', false, 'a Monday instead of Saturday the ninth'],
    ['2026-01-09 12:00', false, 'a Friday instead of Saturday the third'],
    ['2026-12-30 17:30', true, 'a full day: the day after is moved, no holiday'],
    ['2026-12-31 12:00', false, 'a Thursday instead of Sunday the fourth of January'],
  ])('%s is working time: %s (%s)', (at, working) => {
    expect(calendar.isWorkingTime(wall(at))).toBe(working);
  });

  it.each([
    ['within a morning', '2026-11-23 09:30', 2 * HOUR, '2026-11-23 11:30'],
    ['over lunch', '2026-11-23 12:30', HOUR, '2026-11-23 14:30'],
    ['to the end of a part, not to the beginning of the next', '2026-11-23 12:00', HOUR, '2026-11-23 13:00'],
    ['from lunch', '2026-11-23 13:20', HOUR, '2026-11-23 15:00'],
    ['over a night', '2026-11-23 17:00', 2 * HOUR, '2026-11-24 10:00'],
    ['over a weekend', '2026-11-20 17:00', 2 * HOUR, '2026-11-23 10:00'],
    ['over the May holidays, from a short day', '2026-04-30 16:00', 2 * HOUR, '2026-05-04 10:00'],
    ['over both May holidays', '2026-04-30 16:00', (1 + 4 * 8 + 7 + 1) * HOUR, '2026-05-12 10:00'],
    ['over Victory Day, from a short Friday', '2026-05-08 16:30', HOUR, '2026-05-12 09:30'],
    ['out of the New Year holidays', '2026-01-09 12:00', 1, '2026-01-12 09:01'],
    ['over 8 March', '2026-03-06 17:00', 2 * HOUR, '2026-03-10 10:00'],
    ['over the one day in November', '2026-11-03 16:00', 2 * HOUR, '2026-11-05 10:00'],
    ['nothing', '2026-11-22 03:00', 0, '2026-11-22 03:00'],
    ['less than nothing', '2026-11-22 03:00', -5, '2026-11-22 03:00'],
    ['no number', '2026-11-22 03:00', Number.NaN, '2026-11-22 03:00'],
  ])('adds %s', (_, from, add, expected) => {
    const { at, calendarMissing } = calendar.addWorkingMinutes(wall(from), add);
    expect([shown(at), calendarMissing]).toEqual([expected, []]);
  });

  it('counts what the official calendar of 2026 says: 247 days, 1972 hours of 40-hour weeks', () => {
    expect(calendar.workingMinutesBetween(wall('2026-01-01 00:00'), wall('2027-01-01 00:00'))).toEqual({ minutes: 1_972 * HOUR, calendarMissing: [] });
    expect(minutes('2026-01-01 00:00', '2026-01-12 09:00')).toBe(0);
    expect(minutes('2026-12-31 00:00', '2027-01-01 00:00')).toBe(0);
    expect(minutes('2026-04-30 00:00', '2026-05-01 00:00')).toBe(7 * HOUR);
    expect(minutes('2026-05-12 10:00', '2026-05-12 09:00')).toBe(-HOUR);
  });

  it('cuts seconds off', () => {
    expect(minutes('2026-11-23 10:00:59', '2026-11-23 10:01:00')).toBe(1);
    expect(minutes('2026-11-23 10:00:00', '2026-11-23 10:00:59')).toBe(0);
    expect(calendar.addWorkingMinutes(wall('2026-11-23 10:00:40'), 5).at).toEqual(wall('2026-11-23 10:05'));
  });

  it('names the years without a calendar, where it has weekends only', () => {
    const toNewYear = calendar.addWorkingMinutes(wall('2026-12-30 17:00'), 2 * HOUR);
    expect([shown(toNewYear.at), toNewYear.calendarMissing]).toEqual(['2027-01-01 10:00', [2027]]);
    expect(calendar.workingMinutesBetween(wall('2025-12-31 23:00'), wall('2027-01-01 00:01')).calendarMissing).toEqual([2025, 2027]);
    expect(calendar.workingMinutesBetween(wall('2027-01-01 00:01'), wall('2025-12-31 23:00')).calendarMissing).toEqual([2025, 2027]);
    expect(calendar.workingMinutesBetween(wall('2026-01-01 00:00'), wall('2027-01-01 00:00')).calendarMissing).toEqual([]);
  });

  it('cuts a span into work and rest, and says why there is rest', () => {
    const told = [...calendar.stretches(wall('2026-04-30 12:00'), wall('2026-05-04 09:30'))].map(({ from, to, rest }) => `${shown(from)} – ${shown(to)} ${rest ?? 'work'}`);
    expect(told).toEqual([
      '2026-04-30 12:00 – 2026-04-30 13:00 work',
      '2026-04-30 13:00 – 2026-04-30 14:00 lunch',
      '2026-04-30 14:00 – 2026-04-30 17:00 work',
      '2026-04-30 17:00 – 2026-05-04 09:00 holiday',
      '2026-05-04 09:00 – 2026-05-04 09:30 work',
    ]);
    const rests = (from: string, to: string) => [...calendar.stretches(wall(from), wall(to))].map(({ rest }) => rest);
    expect(rests('2026-11-19 18:00', '2026-11-20 09:00')).toEqual(['night']);
    expect(rests('2026-11-20 20:00', '2026-11-21 00:00')).toEqual(['night']);
    expect(rests('2026-11-20 20:00', '2026-11-21 00:01')).toEqual(['weekend']);
    expect(rests('2026-11-20 13:10', '2026-11-20 13:20')).toEqual(['lunch']);
    expect(rests('2026-11-20 13:10', '2026-11-20 13:10')).toEqual([]);
  });
});

describe('WorkingCalendar', () => {
  const year = { year: 2026, source: 'invented', decreedOn: '2025-01-01', daysOff: [], workingWeekends: ['2026-11-21', '2026-11-22'], shortDays: ['2026-11-22'] };
  const day = (hours = DEFAULT_WORKING_HOURS, date = 21) =>
    new WorkingCalendar([year], hours).workingMinutesBetween(wall(`2026-11-${date} 00:00`), wall(`2026-11-${date + 1} 00:00`)).minutes;

  it('knows working weekends, short ones too', () => {
    expect(day()).toBe(8 * HOUR);
    expect(day(DEFAULT_WORKING_HOURS, 22)).toBe(7 * HOUR);
  });

  it('takes a shorter Friday and a day without lunch, and cuts a short Friday from its own end', () => {
    const hours = { ...DEFAULT_WORKING_HOURS, fridayCloses: 17 * HOUR, lunch: null };
    expect(day(hours, 19)).toBe(9 * HOUR);
    expect(day(hours, 20)).toBe(8 * HOUR);
    const may = new WorkingCalendar(shippedYears(), hours).workingMinutesBetween(wall('2026-05-08 00:00'), wall('2026-05-09 00:00'));
    expect(may.minutes).toBe(7 * HOUR);
  });

  it('refuses hours that are none', () => {
    const made = (hours: Partial<typeof DEFAULT_WORKING_HOURS>) => () => new WorkingCalendar([], { ...DEFAULT_WORKING_HOURS, ...hours });
    expect(made({ closes: 9 * HOUR })).toThrow('no working time');
    expect(made({ opens: 9.5 })).toThrow('whole minutes');
    expect(made({ fridayCloses: 25 * HOUR })).toThrow('whole minutes');
    expect(made({ lunch: { from: 840, to: 780 } })).toThrow('lunch');
  });

  it('answers at the ends of time, and only an invalid date is refused', () => {
    const [first, last] = [new Date(-8.64e15), new Date(8.64e15)];
    expect(calendar.addWorkingMinutes(last, 1_000).at).toEqual(last);
    expect(calendar.addWorkingMinutes(wall('2026-11-23 10:00'), Number.POSITIVE_INFINITY).at).toEqual(last);
    expect(calendar.workingMinutesBetween(first, last).minutes).toBeGreaterThan(6e10);
    expect(calendar.isWorkingTime(first)).toBe(false);
    expect(() => calendar.isWorkingTime(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('overdueCalendars', () => {
  it.each([
    ['2026-11-30 23:59', false, false],
    ['2026-12-01 00:00', false, true],
    ['2026-12-31 23:59', false, true],
    ['2027-01-01 00:00', true, false],
    ['2027-12-01 00:00', true, true],
  ])('%s: this year %s, next year %s', (now, thisYear, nextYear) => {
    expect(overdueCalendars(new Set([2026]), wall(now))).toEqual({ thisYear, nextYear });
  });

  it('is content with both', () => {
    expect(overdueCalendars(new Set([2026, 2027]), wall('2026-12-05 12:00'))).toEqual({ thisYear: false, nextYear: false });
  });
});
