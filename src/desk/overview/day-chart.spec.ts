import fc from 'fast-check';
import { dayChart, ticksUpTo } from './day-chart.js';
import { durationWords } from './duration-words.js';

const day = (came: number, ended: number, index = 0) => ({ day: `2026-${String(1 + Math.floor(index / 28)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`, came, ended, cameBefore: 0 });

describe('the chart of days', () => {
  it('keeps everything inside, whatever the numbers', () => {
    const counts = fc.nat({ max: 100_000 });
    fc.assert(fc.property(fc.array(fc.tuple(counts, counts), { minLength: 1, maxLength: 330 }), (numbers) => {
      const chart = dayChart(numbers.map(([came, ended], index) => day(came, ended, index)));
      expect(chart.columns.reduce((sum, { came }) => sum + came, 0)).toBe(numbers.reduce((sum, [came]) => sum + came, 0));
      expect(chart.columns.length).toBeLessThanOrEqual(92);
      expect(chart.columns.filter(({ isLabelled }) => isLabelled).length).toBeLessThanOrEqual(12);
      for (const { x, y, width, height, endedY } of chart.columns) {
        expect(Math.min(x - chart.left, y, height, endedY)).toBeGreaterThanOrEqual(-0.1);
        expect(Math.max(x + width - chart.right, y + height - chart.base, endedY - chart.base)).toBeLessThanOrEqual(0.11);
      }
    }));
  });

  it('has one scale for columns and line', () => {
    const { columns: [first, second], base } = dayChart([day(10, 0), day(5, 10, 1)]);
    expect(first?.y).toBe(second?.endedY);
    expect(first?.endedY).toBe(base);
    expect((second?.height ?? 0) * 2).toBeCloseTo(first?.height ?? -1, 0);
  });

  it.each([[1, [0, 1]], [4, [0, 1, 2, 3, 4]], [7, [0, 2, 4, 6, 8]], [33, [0, 10, 20, 30, 40]], [1440, [0, 500, 1000, 1500]]])('up to %i it has the lines %j', (most, ticks) => {
    expect(ticksUpTo(most)).toEqual(ticks);
  });
});

describe('a duration in words', () => {
  it.each([[0.2, '1 мин'], [59.4, '59 мин'], [60, '1 ч'], [135, '2 ч 15 мин'], [1440, '1 дн.'], [4600, '3 дн. 5 ч'], [2879, '2 дн.']])('%d minutes: %s', (minutes, words) => {
    expect(durationWords(minutes).replaceAll('\u00a0', ' ')).toBe(words);
  });
});
