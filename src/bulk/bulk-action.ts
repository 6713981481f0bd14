import { z } from 'zod';
import type { Action } from '../accounts/policy.js';
import { rerouteSchema, resolutionSchema, textSchema } from '../cases/operators/operator-input.js';

/** What can be done with many cases at once, in the order in which it is offered. */
export const BULK_KINDS = ['take', 'assign', 'release', 'resolve', 'answer', 'note', 'retry', 'reroute'] as const;

/** One of {@link BULK_KINDS}. */
export type BulkKind = (typeof BULK_KINDS)[number];

/** An action with everything it needs. Texts of `answer` and `resolve` may hold placeholders (`src/answers`). */
export const bulkActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('take') }),
  z.object({ kind: z.literal('assign'), assignee: z.uuid() }),
  z.object({ kind: z.literal('release') }),
  resolutionSchema.extend({ kind: z.literal('resolve') }),
  textSchema.extend({ kind: z.literal('answer') }),
  textSchema.extend({ kind: z.literal('note') }),
  z.object({ kind: z.literal('retry') }),
  rerouteSchema.extend({ kind: z.literal('reroute') }),
]);

export type BulkAction = z.output<typeof bulkActionSchema>;

/** What one has to be allowed with a case for each, besides `bulk`. */
export const BULK_RIGHTS = {
  take: 'take',
  assign: 'assign',
  release: 'assign',
  resolve: 'resolve',
  answer: 'answer',
  note: 'note',
  retry: 'retry',
  reroute: 'reroute',
} as const satisfies Record<BulkKind, Action>;

/** Whether a word of an address names one. */
export function isBulkKind(text: string): text is BulkKind {
  return BULK_KINDS.some((kind) => kind === text);
}
