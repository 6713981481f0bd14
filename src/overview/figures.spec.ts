import { bucketOf, quantile } from './duration-scale.js';
import { figuresOf, type SumRow } from './figures.js';
import { daysOf, readPeriod, startOfDay } from './period.js';

// 24 November 2026, 23:30 in UTC is the 25th in Tyumen.
const NOW = new Date('2026-11-24T23:30:00Z');

describe('a period', () => {
  it.each([
    [{ period: 'today' }, '2026-11-25', '2026-11-25', '2026-11-24', '2026-11-24'],
    [{ period: 'week' }, '2026-11-19', '2026-11-25', '2026-11-12', '2026-11-18'],
    [{}, '2026-10-27', '2026-11-25', '2026-09-27', '2026-10-26'],
    [{ period: '__proto__' }, '2026-10-27', '2026-11-25', '2026-09-27', '2026-10-26'],
    [{ period: 'own', from: '2026-02-27', to: '2026-03-01' }, '2026-02-27', '2026-03-01', '2026-02-24', '2026-02-26'],
  ])('%j', (fields, from, to, beforeFrom, beforeTo) => {
    expect(readPeriod(fields, NOW)).toMatchObject({ fault: null, period: { from, to, before: { from: beforeFrom, to: beforeTo } } });
  });

  it.each([
    [{ from: '2026-11-01' }, 'missing'],
    [{ from: '2026-02-31', to: '2026-03-01' }, 'missing'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'order'],
    [{ from: '2026-11-26', to: '2026-11-27' }, 'future'],
    [{ from: '2025-11-25', to: '2026-11-26' }, 'too-long'],
  ])('own days %j: %s, and a month is shown', (days, fault) => {
    expect(readPeriod({ period: 'own', ...days }, NOW)).toMatchObject({ fault, period: { name: 'month' } });
  });

  it('begins at midnight in Tyumen', () => {
    expect(startOfDay('2026-11-25')).toEqual(new Date('2026-11-24T19:00:00Z'));
  });
});

describe('durations', () => {
  it('keep their order and are read within 5 %', () => {
    for (const minutes of [1, 7, 60, 484, 1440, 43_200]) {
      const read = quantile(new Map([[bucketOf(minutes), 1]]), 0.5) ?? 0;
      expect(Math.abs(read / minutes - 1)).toBeLessThan(0.051);
    }
  });

  it('have a median and nine of ten', () => {
    const counts = new Map([[0, 5], [10, 4], [30, 1]]);
    expect([0.5, 0.9, 1].map((share) => Math.floor(Math.log(quantile(counts, share) ?? 0) / Math.log(1.1)))).toEqual([0, 10, 30]);
    expect(quantile(new Map(), 0.5)).toBeNull();
  });
});

describe('figures', () => {
  const { period } = readPeriod({ period: 'own', from: '2026-11-24', to: '2026-11-25' }, NOW);
  const row = (figure: SumRow['figure'], day: string | null, n: number, a = '', b = '', isNow = (day ?? '2026-11-24') >= '2026-11-24'): SumRow => ({ figure, day, isNow, a, b, n });
  const sums = [
    row('came', '2026-11-24', 3, 'user-missing', 'letter-email'),
    row('came', '2026-11-25', 1, 'import-error', 'service-desk'),
    row('came', '2026-11-23', 2, 'import-error', 'service-desk'),
    row('ended-by-day', '2026-11-25', 2),
    row('ended', null, 2, '40'),
    row('delivery', null, 4, 'email', 'sent'),
    row('delivery', null, 1, 'email', 'failed'),
    row('delivery', null, 7, 'email', 'cancelled'),
    row('missed', null, 1, 'user-missing', '', false),
  ];
  const open = [{ day: '2026-11-25', status: 'queued' as const, n: 2 }, { day: '2026-11-24', status: 'sent' as const, n: 1 }, { day: '2026-01-01', status: 'sent' as const, n: 5 }];
  const loads = [{ assigneeId: null, open: 6, overdue: 1 }, { assigneeId: 'a', open: 2, overdue: 1 }, { assigneeId: 'gone', open: 0, overdue: 0 }];
  const figures = figuresOf({ sums, open, loads, missedStillOpen: 2 }, period, '2026-11-25');

  it('compare with the period before, day by day', () => {
    expect(daysOf(period)).toEqual(['2026-11-24', '2026-11-25']);
    expect(figures.came).toEqual({ now: 4, before: 2 });
    expect(figures.missed).toEqual({ now: 2, before: 1 });
    expect(figures.days).toEqual([{ day: '2026-11-24', came: 3, ended: 0, cameBefore: 0 }, { day: '2026-11-25', came: 1, ended: 2, cameBefore: 2 }]);
    expect(figures.categories).toEqual([{ key: 'user-missing', now: 3, before: 0 }, { key: 'import-error', now: 1, before: 2 }]);
  });

  it('do not count what was cancelled as delivered', () => {
    expect(figures.deliveries).toEqual([{ channel: 'email', states: { sent: 4, waiting: 0, uncertain: 0, failed: 1, cancelled: 7 }, total: 5, before: 0 }]);
  });

  it('put every open case into one group of age, nobody’s last', () => {
    expect(figures.ages.map(({ open: many }) => many)).toEqual([2, 1, 0, 0, 0, 5]);
    expect(figures.openNow).toBe(8);
    expect(figures.loads.map(({ assigneeId }) => assigneeId)).toEqual(['a', null]);
    expect(figures.overdueNow).toBe(2);
  });
});
