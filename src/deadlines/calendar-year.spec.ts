import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CALENDAR_DIR, readCalendarFiles } from './calendar-files.adapter.js';
import { readCalendarYear } from './calendar-year.js';
import { shippedYears } from './deadlines.fixtures.js';

const sound = { year: 2027, source: 'decree', decreedOn: '2026-09-24', daysOff: ['2027-01-01'], workingWeekends: ['2027-02-20'], shortDays: ['2027-02-20'] };
const faultsOf = (change: object, year = 2027) => {
  const reading = readCalendarYear(JSON.stringify({ ...sound, ...change }), year);
  return 'faults' in reading ? reading.faults.map(({ code, at, what }) => `${code} ${at} ${what}`) : [];
};

describe('readCalendarYear', () => {
  it('takes a sound file', () => {
    expect(readCalendarYear(JSON.stringify(sound), 2027)).toEqual({ calendar: sound });
  });

  it.each<[string, object, string]>([
    ['a date that is none', { daysOff: ['2027-02-30'] }, 'shape daysOff.0 2027-02-30'],
    ['a date of another year', { daysOff: ['2026-12-31'] }, 'outside daysOff 2026-12-31'],
    ['a date twice', { daysOff: ['2027-01-01', '2027-01-01'] }, 'twice daysOff 2027-01-01'],
    ['a working weekend on a Monday', { workingWeekends: ['2027-02-20', '2027-02-22'] }, 'no-weekend workingWeekends 2027-02-22'],
    ['work on a day off', { daysOff: ['2027-02-20'], shortDays: [] }, 'day-off-too workingWeekends 2027-02-20'],
    ['a short day off', { shortDays: ['2027-01-01'] }, 'no-working-day shortDays 2027-01-01'],
    ['a short Sunday', { shortDays: ['2027-02-21'] }, 'no-working-day shortDays 2027-02-21'],
    ['no source', { source: ' ' }, 'shape source'],
    ['a field that nobody reads', { holidays: [] }, 'shape holidays'],
    ['the name of another year', { year: 2028 }, 'other-year year 2028'],
  ])('refuses %s', (_, change, fault) => {
    expect(faultsOf(change).join('\n')).toContain(fault);
  });

  it('refuses what is no JSON, without throwing', () => {
    expect(readCalendarYear('{', 2027)).toHaveProperty('faults');
    expect(readCalendarYear('null', 2027)).toHaveProperty('faults');
  });
});

describe('data/calendar', () => {
  it('holds sound files', () => {
    expect(shippedYears().length).toBeGreaterThan(0);
  });

  it('has 2026 exactly as the domain says', () => {
    const january = Array.from({ length: 9 }, (_, index) => `2026-01-0${index + 1}`);
    expect(shippedYears().find(({ year }) => year === 2026)).toMatchObject({
      daysOff: [...january, '2026-02-23', '2026-03-08', '2026-03-09', '2026-05-01', '2026-05-09', '2026-05-11', '2026-06-12', '2026-11-04', '2026-12-31'],
      workingWeekends: [],
      shortDays: ['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03'],
    });
  });
});

describe('readCalendarFiles', () => {
  it('reads years in order and leaves other files alone', () => {
    const dir = mkdtempSync(join(tmpdir(), 'certdesk-calendar-'));
    for (const name of ['2028.json', '2027.json', 'README.md', '2027.json.bak']) writeFileSync(join(dir, name), name);
    expect(readCalendarFiles(dir).map(({ year, text }) => [year, text])).toEqual([
      [2027, '2027.json'],
      [2028, '2028.json'],
    ]);
  });

  it('finds nothing where there is no folder', () => {
    expect(readCalendarFiles(join(CALENDAR_DIR, 'nowhere'))).toEqual([]);
  });
});
