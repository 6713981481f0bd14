import type { TicketState } from '../delivery/channels/service-desk/service-desk.js';
import { CASE_TRANSITIONS, canMove, type CaseStatus } from './case-status.js';
import { afterTicketNews } from './ticket-effect.js';

const news = (state: TicketState, comments: string[] = [], moved = true) => ({ state, moved, comments, label: state });

describe('what news of a ticket make of its case', () => {
  it('hands it to an operator, or resolves it where the setting says so', () => {
    expect(afterTicketNews('sent', news('open'), 'operator')).toBeNull();
    expect(afterTicketNews('sent', news('waiting'), 'operator')).toBe('awaiting-operator');
    expect(afterTicketNews('sent', news('rejected'), 'resolve')).toBe('awaiting-operator');
    expect(afterTicketNews('sent', news('open', ['Какой логин?'], false), 'operator')).toBe('awaiting-operator');
    expect(afterTicketNews('sent', news('resolved'), 'operator')).toBe('awaiting-operator');
    expect(afterTicketNews('sent', news('resolved'), 'resolve')).toBe('resolved');
    // Words that nobody has read do not vanish with the case.
    expect(afterTicketNews('sent', news('resolved', ['Сделано, но…']), 'resolve')).toBe('awaiting-operator');
  });

  it('leaves alone what somebody else is at, and goes only where the table allows', () => {
    const statuses = Object.keys(CASE_TRANSITIONS) as CaseStatus[];
    for (const status of statuses)
      for (const state of ['open', 'waiting', 'resolved', 'rejected'] as const)
        for (const setting of ['operator', 'resolve'] as const) {
          const next = afterTicketNews(status, news(state, ['слово']), setting);
          if (next !== null) expect(canMove(status, next)).toBe(true);
          if (['resolved', 'closed', 'cancelled', 'awaiting-operator'].includes(status)) expect(next).toBeNull();
        }
  });
});
