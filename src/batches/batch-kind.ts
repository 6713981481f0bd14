import type { RefusalKind } from '../certificates/certificate-facts.js';
import { CATEGORIES, type Category } from '../triage/verdict.js';

/** Why an item has no category, in the order in which the page tells of them. `read`: its turn has not come. */
export const UNSORTED = ['undecided', 'refused', 'repeated', 'row-repeated', 'no-file', 'read'] as const;

/** Where an item stands: the category of its verdict, or why there is none. */
export type BatchKind = Category | (typeof UNSORTED)[number];

/** Everything that a batch is counted by. */
export const BATCH_KINDS: readonly BatchKind[] = [...CATEGORIES, ...UNSORTED];

/** Why a file of the archive was not taken. */
export type ItemRefusal = RefusalKind | 'encrypted' | 'unreadable';

/** Whether cases can be made of items of this kind. */
export function isDecided(kind: BatchKind): kind is Category {
  return CATEGORIES.some((category) => category === kind);
}

/** Whether a word of an address names one. */
export function isBatchKind(text: unknown): text is BatchKind {
  return BATCH_KINDS.some((kind) => kind === text);
}
