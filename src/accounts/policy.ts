import { DomainError } from '../platform/domain-error.js';

/** What somebody at the desk may be. */
export type Role = 'operator' | 'administrator';

/** What can be done, and to what. A new action or subject begins here; the compiler then asks for a sentence below. */
export interface Rights {
  see: 'case' | 'overview' | 'alarms' | 'audit-log' | 'directory';
  take: 'case';
  assign: 'case';
  decide: 'case';
  answer: 'case';
  note: 'case';
  edit: 'case';
  send: 'case';
  retry: 'case';
  'mark-arrived': 'case';
  reroute: 'case';
  resolve: 'case';
  reopen: 'case';
  merge: 'case';
  undo: 'case';
  bulk: 'case';
  export: 'overview' | 'case';
  manage: 'own-account' | 'own-tasks' | 'tasks' | 'batches' | 'incidents' | 'answers' | 'guides' | 'deadlines' | 'settings' | 'rules' | 'operators' | 'queues' | 'directory' | 'webhooks';
}

export type Action = keyof Rights;

/** Who acts: a role that holds now. Jobs read it anew (`AccountsService.actor`), they do not carry it along. */
export interface Actor {
  readonly accountId: string;
  readonly role: Role;
}

const sentences = new Set<string>();
const sentence = (role: Role, action: string, subject: string): string => `${role} may ${action} ${subject}`;

function allow(...roles: Role[]) {
  return {
    to<A extends Action>(action: A, ...subjects: Rights[A][]): void {
      for (const role of roles) for (const subject of subjects) sentences.add(sentence(role, action, subject));
    },
  };
}

// The whole policy. What no sentence allows is refused.
const everybody: Role[] = ['operator', 'administrator'];
allow(...everybody).to('see', 'case', 'overview', 'alarms');
allow(...everybody).to('see', 'directory');
allow(...everybody).to('take', 'case');
allow(...everybody).to('assign', 'case');
allow(...everybody).to('decide', 'case');
allow(...everybody).to('answer', 'case');
allow(...everybody).to('note', 'case');
allow(...everybody).to('edit', 'case');
allow(...everybody).to('send', 'case');
allow(...everybody).to('retry', 'case');
allow(...everybody).to('mark-arrived', 'case');
allow(...everybody).to('reroute', 'case');
allow(...everybody).to('resolve', 'case');
allow(...everybody).to('reopen', 'case');
allow(...everybody).to('merge', 'case');
// One's own last action only; the cases see to that.
allow(...everybody).to('undo', 'case');
allow(...everybody).to('bulk', 'case');
allow(...everybody).to('export', 'overview');
allow(...everybody).to('manage', 'own-account', 'own-tasks', 'batches', 'incidents');
// Rows of many applicants leave the house only through an administrator's hands.
allow('administrator').to('export', 'case');
allow('administrator').to('see', 'audit-log');
allow('administrator').to('manage', 'directory');
allow('administrator').to('manage', 'tasks');
allow('administrator').to('manage', 'answers', 'guides', 'deadlines', 'settings', 'rules', 'operators', 'queues', 'webhooks');

/** Whether somebody may do this; nobody (`null`: signed out, disabled, gone) may do nothing. */
export function can<A extends Action>(actor: Actor | null, action: A, subject: Rights[A]): boolean {
  return actor !== null && sentences.has(sentence(actor.role, action, subject));
}

/**
 * The same for jobs and services.
 * @throws DomainError `forbidden`.
 */
export function assertCan<A extends Action>(actor: Actor | null, action: A, subject: Rights[A]): asserts actor is Actor {
  if (!can(actor, action, subject)) throw new DomainError('forbidden', 'forbidden');
}
