import { type Actor, can } from '../accounts/policy.js';
import type { TaskRecord } from './task-record.js';

/** Whether somebody may look at a task and end it: his own, or as an administrator everybody's. */
export function mayHandle(actor: Actor | null, { accountId }: Pick<TaskRecord, 'accountId'>): boolean {
  if (can(actor, 'manage', 'tasks')) return true;
  return actor !== null && accountId === actor.accountId && can(actor, 'manage', 'own-tasks');
}
