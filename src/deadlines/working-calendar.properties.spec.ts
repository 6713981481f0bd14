import fc from 'fast-check';
import { anyCalendarParts, anyInstant, type CalendarParts } from './deadlines.fixtures.js';
import { WorkingCalendar } from './working-calendar.js';

const MINUTE_MS = 60_000;
const anyMinutes = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 60_000 }));
const calendarOf = ({ years, hours }: CalendarParts) => new WorkingCalendar(years, hours);
const cut = (at: Date) => new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
const plus = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE_MS);

const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Yekaterinburg', dateStyle: 'short', timeStyle: 'short' });
const wallYear = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Yekaterinburg', year: 'numeric' });

/** The oracle: looks one minute up in the lists, with a date's own words and no sums. */
function works({ years, hours }: CalendarParts, at: Date): boolean {
  const [date = '', clock = ''] = wallClock.format(at).split(' ');
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const year = years.find((one) => date.startsWith(String(one.year)));
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  if (year?.daysOff.includes(date) || (isWeekend && !year?.workingWeekends.includes(date))) return false;
  const closes = (weekday === 5 ? hours.fridayCloses : hours.closes) - (year?.shortDays.includes(date) ? hours.shortDayCut : 0);
  const ofDay = hour * 60 + minute;
  const atLunch = hours.lunch !== null && ofDay >= hours.lunch.from && ofDay < hours.lunch.to;
  return ofDay >= hours.opens && ofDay < closes && !atLunch;
}

describe('WorkingCalendar, over any calendars', () => {
  it('agrees with an oracle that goes minute by minute', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, fc.integer({ min: 1, max: 4_000 }), (parts, from, window) => {
        const calendar = calendarOf(parts);
        const start = cut(from);
        let counted = 0;
        let lastWorked: Date | null = null;
        for (let minute = 0; minute < window; minute += 1) {
          const at = plus(start, minute);
          if (!works(parts, at)) continue;
          counted += 1;
          lastWorked = plus(at, 1);
        }
        expect(calendar.workingMinutesBetween(from, plus(start, window)).minutes).toBe(counted);
        expect(calendar.isWorkingTime(from)).toBe(works(parts, start));
        if (lastWorked) expect(calendar.addWorkingMinutes(from, counted).at).toEqual(lastWorked);
      }),
      { numRuns: 60 },
    );
  });

  it('is monotone: later or more never ends earlier', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, anyInstant, anyMinutes, anyMinutes, (parts, a, b, m, n) => {
        const calendar = calendarOf(parts);
        const [early, late] = a <= b ? [a, b] : [b, a];
        const add = (from: Date, minutes: number) => calendar.addWorkingMinutes(from, minutes).at.getTime();
        expect(add(early, m)).toBeLessThanOrEqual(add(late, m));
        expect(add(a, Math.min(m, n))).toBeLessThanOrEqual(add(a, Math.max(m, n)));
        expect(calendar.workingMinutesBetween(early, late).minutes).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('goes there and back: what was added lies between, and what lies between leads no further', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, anyInstant, anyMinutes, (parts, a, b, minutes) => {
        const calendar = calendarOf(parts);
        expect(calendar.workingMinutesBetween(a, calendar.addWorkingMinutes(a, minutes).at).minutes).toBe(minutes);
        const [early, late] = a <= b ? [a, b] : [b, a];
        const { minutes: between } = calendar.workingMinutesBetween(early, late);
        const again = calendar.addWorkingMinutes(early, between).at;
        expect(again.getTime()).toBeLessThanOrEqual(late.getTime());
        expect(calendar.workingMinutesBetween(again, late).minutes).toBe(0);
      }),
    );
  });

  it('never ends outside working time, and never a minute too late', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, fc.integer({ min: 1, max: 60_000 }), (parts, from, minutes) => {
        const calendar = calendarOf(parts);
        const lastMinute = plus(calendar.addWorkingMinutes(from, minutes).at, -1);
        expect(calendar.isWorkingTime(lastMinute)).toBe(true);
        expect(calendar.workingMinutesBetween(from, lastMinute).minutes).toBe(minutes - 1);
      }),
    );
  });

  it('is additive over splits, and antisymmetric', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, anyInstant, anyInstant, anyMinutes, anyMinutes, (parts, a, b, c, m, n) => {
        const calendar = calendarOf(parts);
        const between = (from: Date, to: Date) => calendar.workingMinutesBetween(from, to).minutes;
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(a, b) + between(b, a)).toBe(0);
        const twice = calendar.addWorkingMinutes(calendar.addWorkingMinutes(a, m).at, n).at;
        expect(twice).toEqual(calendar.addWorkingMinutes(a, m + n).at);
      }),
    );
  });

  it('cuts any span without holes into stretches that are what they say', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, fc.integer({ min: 0, max: 20_000 }), (parts, from, length) => {
        const calendar = calendarOf(parts);
        const to = plus(from, length);
        let at = cut(from);
        let worked = 0;
        for (const stretch of calendar.stretches(from, to)) {
          expect(stretch.from).toEqual(at);
          expect(stretch.to.getTime()).toBeGreaterThan(at.getTime());
          const { minutes } = calendar.workingMinutesBetween(stretch.from, stretch.to);
          expect(minutes).toBe(stretch.rest ? 0 : (stretch.to.getTime() - stretch.from.getTime()) / MINUTE_MS);
          worked += minutes;
          at = stretch.to;
        }
        expect(at).toEqual(cut(to));
        expect(worked).toBe(calendar.workingMinutesBetween(from, to).minutes);
      }),
    );
  });

  it('names just the years without data that it went through', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyInstant, anyInstant, (parts, a, b) => {
        const { calendarMissing } = calendarOf(parts).workingMinutesBetween(a, b);
        const known = parts.years.map(({ year }) => year);
        expect(calendarMissing.filter((year) => known.includes(year))).toEqual([]);
        const first = Number(wallYear.format(a <= b ? a : b));
        expect(calendarMissing.includes(first)).toBe(!known.includes(first));
      }),
    );
  });
});
