import { exportMoment } from './export-moment.js';

const NOW = new Date('2026-11-24T20:30:00Z'); // 25 November in Tyumen

describe('when a file was exported', () => {
  it.each([
    ['', NOW.toISOString()], ['2026-11-25', NOW.toISOString()], ['25.11.2026', NOW.toISOString()], ['24.11.2026', '2026-11-23T19:00:00.000Z'], ['1.9.2026', '2026-08-31T19:00:00.000Z'], [' 2026-11-24 ', '2026-11-23T19:00:00.000Z'],
    ['2026-11-24T10:00:00+05:00', '2026-11-24T05:00:00.000Z'], ['2026-11-24T05:00:00Z', '2026-11-24T05:00:00.000Z'],
  ])('«%s» is %s', (typed, moment) => {
    expect(exportMoment(typed, NOW)?.toISOString()).toBe(moment);
  });

  it.each(['вчера', '2026-11-26', '31.02.2026', '2026-13-01', '24.11.26', '1970-01-01', '2026-11-24T10:00:00', '2026-11-26T10:00:00Z'])('«%s» is none', (typed) => {
    expect(exportMoment(typed, NOW)).toBeNull();
  });
});
