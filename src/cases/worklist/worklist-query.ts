import type { Category, Route } from '../../triage/verdict.js';
import type { CaseStatus } from '../case-status.js';

/** The views every operator has. `untaken`: nobody's, and somebody of us may have to act. */
export const WORKLIST_VIEWS = ['mine', 'untaken', 'awaiting', 'problem', 'overdue', 'all'] as const;
export type WorklistView = (typeof WORKLIST_VIEWS)[number];

/** `due`: what has to be done first; `certificate`: whose certificate ends first. */
export const WORKLIST_SORTS = ['newest', 'oldest', 'due', 'certificate'] as const;
export type WorklistSort = (typeof WORKLIST_SORTS)[number];

/** Statuses in which a case that is nobody's waits for being taken. The index `worklist_untaken` has the same list. */
export const UNTAKEN_STATUSES: readonly CaseStatus[] = ['awaiting-operator', 'delivery-problem', 'sent'];

/** A certificate that ends within so many days ends soon. */
export const ENDING_DAYS = 45;

/** Rows of one page. */
export const PAGE_SIZE = 50;

/** What narrows a view; `null` does not. */
export interface WorklistFilters {
  category: Category | null;
  route: Route | null;
  status: CaseStatus | null;
  /** `me`, `nobody` or the id of an account. */
  operator: string | null;
  /** Only where the certificate ends within {@link ENDING_DAYS} days from now. */
  ending: boolean;
  /** Only where the directory says that the cause is gone, and an operator is asked to end the case. */
  closing: boolean;
  /** Id of an incident: only the cases that are tied to it. */
  incident: string | null;
  /** First and last day on which the case came, in Tyumen, `2026-11-24`. */
  from: string | null;
  to: string | null;
}

/** Everything of a list but where in it one is; what a saved view keeps. */
export interface WorklistQuery {
  view: WorklistView;
  sort: WorklistSort;
  filters: WorklistFilters;
}

/** What was typed; kept out of addresses, because it may be somebody's name. */
export interface TypedSearch {
  text: string;
  /** ИНН or name. */
  organization: string;
}

/** A place in a sorted list: the sort value of a row as PostgreSQL writes it, and its case. */
export interface WorklistPlace {
  key: string;
  id: string;
}

/** Rows after, or right before a place. */
export interface WorklistCursor extends WorklistPlace {
  backwards: boolean;
}

/** The rows that a screen shows: from its first to its last; an open end reaches as far as the list. */
export interface WorklistStretch {
  first: WorklistPlace | null;
  last: WorklistPlace | null;
}

/** One case in a list. */
export interface WorklistRow {
  id: string;
  number: string;
  status: CaseStatus;
  category: Category;
  route: Route;
  assigneeId: string | null;
  person: string;
  organization: string;
  notAfter: Date;
  dueAt: Date | null;
  warnAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
  /** Version that the reader has seen; `null` when he has never opened it. */
  seenVersion: number | null;
  place: WorklistPlace;
}

/** How a case stands: what decides whether something may be done with it. */
export type CaseStanding = Pick<WorklistRow, 'id' | 'number' | 'status' | 'route' | 'assigneeId' | 'version'>;

/** One page; `more` on either side. */
export interface WorklistPage {
  rows: WorklistRow[];
  hasPrevious: boolean;
  hasNext: boolean;
  /** Words that were read as others: «ивонова» → «иванова». */
  mended: { typed: string; read: string[] }[];
}

/** How many cases are in each view. */
export type WorklistCounts = Record<WorklistView, number>;

export const NO_FILTERS: WorklistFilters = { category: null, route: null, status: null, operator: null, ending: false, closing: false, incident: null, from: null, to: null };
