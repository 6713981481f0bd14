import { typedDay } from './typed-day.js';

describe('a typed day', () => {
  it.each([['2026-11-24', '2026-11-24'], [' 1.9.2026 ', '2026-09-01'], ['29.02.2028', '2028-02-29'], ['2026-02-31', null], ['31.02.2026', null], ['24.11.26', null], ['1999-12-31', null], ['2026-11-24T10:00', null], ['', null]])('«%s» is %s', (typed, day) => {
    expect(typedDay(typed)).toBe(day);
  });
});
