import { DomainError } from '../platform/domain-error.js';
import { type Action, type Actor, assertCan, can, type Rights, type Role } from './policy.js';

const actor = (role: Role): Actor => ({ accountId: '00000000-0000-4000-8000-000000000001', role });

/** The policy once more, as a table: a changed sentence has to be changed here too. */
const TABLE: [action: Action, subject: string, operator: boolean, administrator: boolean][] = [
  ['see', 'case', true, true],
  ['see', 'overview', true, true],
  ['see', 'alarms', true, true],
  ['see', 'audit-log', false, true],
  ['see', 'directory', true, true],
  ['take', 'case', true, true],
  ['assign', 'case', true, true],
  ['decide', 'case', true, true],
  ['answer', 'case', true, true],
  ['note', 'case', true, true],
  ['edit', 'case', true, true],
  ['send', 'case', true, true],
  ['retry', 'case', true, true],
  ['mark-arrived', 'case', true, true],
  ['reroute', 'case', true, true],
  ['resolve', 'case', true, true],
  ['reopen', 'case', true, true],
  ['merge', 'case', true, true],
  ['undo', 'case', true, true],
  ['bulk', 'case', true, true],
  ['export', 'overview', true, true],
  ['export', 'case', false, true],
  ['manage', 'own-account', true, true],
  ['manage', 'own-tasks', true, true],
  ['manage', 'tasks', false, true],
  ['manage', 'incidents', true, true],
  ['manage', 'answers', false, true],
  ['manage', 'guides', false, true],
  ['manage', 'deadlines', false, true],
  ['manage', 'settings', false, true],
  ['manage', 'rules', false, true],
  ['manage', 'operators', false, true],
  ['manage', 'queues', false, true],
  ['manage', 'directory', false, true],
];

describe('policy', () => {
  it.each(TABLE)('%s %s: operator %s, administrator %s', (action, subject, operator, administrator) => {
    const ask = (who: Actor | null) => can(who, action, subject as Rights[typeof action]);
    expect([ask(actor('operator')), ask(actor('administrator')), ask(null)]).toEqual([operator, administrator, false]);
  });

  it('refuses what it has no sentence for', () => {
    expect(can(actor('administrator'), 'take', 'settings' as 'case')).toBe(false);
    expect(can(actor('root' as Role), 'see', 'case')).toBe(false);
  });

  it('stops a job with the error that pages and the API show', () => {
    expect(() => assertCan(actor('operator'), 'manage', 'operators')).toThrow(new DomainError('forbidden', 'forbidden'));
    expect(() => assertCan(null, 'see', 'case')).toThrow(DomainError);
    expect(() => assertCan(actor('operator'), 'take', 'case')).not.toThrow();
  });
});
