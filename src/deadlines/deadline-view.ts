import type { DeadlineState, SumRow } from './deadline.js';
import type { Term } from './deadline-rules.js';

/** One line of the sum; `from` and `to` are ISO 8601 UTC, the rest is Russian. */
export interface SumRowView {
  from: string;
  to: string;
  status: string;
  /** «рабочее время», or why it was not counted. */
  reason: string;
  /** «40 мин», empty when nothing was counted. */
  minutes: string;
  /** Counted up to here. */
  total: string;
  ahead: SumRow['ahead'];
}

/** A deadline for an operator's page; `sum` answers «почему такой срок». */
export interface DeadlineView {
  term: Term;
  label: string;
  state: DeadlineState;
  warning: boolean;
  /** One sentence about where it stands. */
  text: string;
  /** ISO 8601 UTC; absent when it cannot be known or does not matter any more. */
  dueAt?: string;
  /** How long the term is and that it is our own setting; a year without calendar. */
  notes: string[];
  sum: SumRowView[];
  /** «Использовано 3 ч из 4 ч». */
  used: string;
}
