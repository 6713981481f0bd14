import { canMove, CASE_TRANSITIONS, INITIAL_STATUSES, type CaseStatus } from './case-status.js';

const STATUSES = Object.keys(CASE_TRANSITIONS) as CaseStatus[];

describe('case statuses', () => {
  it('lead only to statuses of the table, and never to themselves', () => {
    for (const [from, targets] of Object.entries(CASE_TRANSITIONS)) {
      expect(STATUSES).toEqual(expect.arrayContaining([...targets]));
      expect(targets).not.toContain(from);
      expect(new Set(targets).size).toBe(targets.length);
    }
  });

  it('can all be reached from a status that a case is made with', () => {
    const reached = new Set(INITIAL_STATUSES);
    for (const status of reached) for (const next of CASE_TRANSITIONS[status]) reached.add(next);
    expect([...reached].sort()).toEqual([...STATUSES].sort());
  });

  it('all lead to the end, and only closed is one', () => {
    expect(STATUSES.filter((status) => CASE_TRANSITIONS[status].length === 0)).toEqual(['closed']);
    const ends = new Set<CaseStatus>(['closed']);
    for (const end of ends) for (const status of STATUSES) if (CASE_TRANSITIONS[status].includes(end)) ends.add(status);
    expect([...ends].sort()).toEqual([...STATUSES].sort());
  });

  it('may stay as they are, and a closed case stays closed', () => {
    for (const status of STATUSES) {
      expect(canMove(status, status)).toBe(true);
      expect(canMove('closed', status)).toBe(status === 'closed');
    }
  });

  it('let a problem become a success when proof of arrival comes late', () => {
    expect(canMove('delivery-problem', 'sent')).toBe(true);
    expect(canMove('sent', 'delivery-problem')).toBe(true);
  });
});
