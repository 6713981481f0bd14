import type { CaseStanding } from '../cases/worklist/worklist-query.js';
import { BULK_KINDS, type BulkKind } from './bulk-action.js';
import { countForecasts, forecast } from './bulk-forecast.js';

const ME = 'me';
const standing = (change: Partial<CaseStanding> = {}): CaseStanding => ({ id: 'id', number: '2026-000001', status: 'awaiting-operator', route: 'operator', assigneeId: null, version: 3, ...change });
const ask = (kind: BulkKind, change: Partial<CaseStanding> = {}) => forecast(standing(change), 3, { kind, assigneeId: ME, route: 'service-desk' });

describe('what an action will do to a case', () => {
  it.each(BULK_KINDS)('%s leaves alone what has changed since', (kind) => {
    expect(ask(kind, { version: 4 })).toBe('changed');
  });

  it.each([
    ['take', {}, 'will'],
    ['take', { assigneeId: 'somebody' }, 'will'],
    ['take', { assigneeId: ME }, 'done-already'],
    ['take', { status: 'resolved' }, 'closed'],
    ['assign', { assigneeId: ME }, 'done-already'],
    ['release', { assigneeId: ME }, 'will'],
    ['release', {}, 'done-already'],
    ['resolve', { status: 'sent' }, 'will'],
    ['resolve', { status: 'resolved' }, 'done-already'],
    ['resolve', { status: 'cancelled' }, 'closed'],
    ['resolve', { status: 'closed' }, 'closed'],
    ['answer', { status: 'sent' }, 'will'],
    ['answer', { status: 'closed' }, 'closed'],
    ['note', { status: 'closed' }, 'will'],
    ['retry', { status: 'delivery-problem' }, 'will'],
    ['retry', { status: 'sent' }, 'nothing-failed'],
    ['reroute', {}, 'will'],
    ['reroute', { route: 'service-desk' }, 'done-already'],
    ['reroute', { status: 'sent' }, 'sent-already'],
    ['reroute', { status: 'resolved' }, 'closed'],
  ] as const)('%s, %j: %s', (kind, change, expected) => {
    expect(ask(kind, change)).toBe(expected);
  });

  it('does not know what is done already before a choice is made', () => {
    expect(forecast(standing({ assigneeId: ME }), 3, { kind: 'assign', assigneeId: null, route: null })).toBe('will');
    expect([...countForecasts(['will', 'changed', 'will'])]).toEqual([['will', 2], ['changed', 1]]);
  });
});
