import { readCalendarYear } from '../../deadlines/calendar-year.js';
import { shippedYears } from '../../deadlines/deadlines.fixtures.js';
import { calendarForm, calendarSheets, calendarText, readDays } from './calendar-form.js';

describe('the form of a calendar year', () => {
  it.each<[string, string[]]>([
    ['01.01, 2.1;03.01.2027 2027-01-04', ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04']],
    ['30.12 – 31.12\n08.03', ['2027-12-30', '2027-12-31', '2027-03-08']],
    ['27.02-01.03', ['2027-02-27', '2027-02-28', '2027-03-01']],
    ['09.01-01.01 первое 32.13', ['09.01-01.01', 'первое', '2027-13-32']],
    ['', []],
  ])('reads %j', (typed, days) => {
    expect(readDays(typed, 2027)).toEqual(days);
  });

  it('gives back every year that it was filled from', () => {
    for (const calendar of shippedYears()) expect(readCalendarYear(calendarText(calendarForm(calendar), calendar.year), calendar.year)).toEqual({ calendar });
  });

  it('leaves what is no day to be named', () => {
    const form = { source: 'Постановление', decreedOn: '2026-09-24', comment: '', daysOff: '01.01 первое', workingWeekends: '', shortDays: '' };
    expect(readCalendarYear(calendarText(form, 2027), 2027)).toEqual({ faults: [{ code: 'shape', at: 'daysOff.1', what: 'первое' }] });
  });

  it('shows months from Monday on', () => {
    const [year] = shippedYears();
    const november = year && calendarSheets(year)[10];
    expect(november?.weeks[0]?.map(({ day }) => day)).toEqual([null, null, null, null, null, null, 1]);
    expect(november?.weeks[1]?.map(({ day, kind }) => `${day} ${kind}`)).toEqual(['2 work', '3 short', '4 off', '5 work', '6 work', '7 off', '8 off']);
  });
});
