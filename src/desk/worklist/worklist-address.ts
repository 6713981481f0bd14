import { CASE_TRANSITIONS, type CaseStatus } from '../../cases/case-status.js';
import { NO_FILTERS, WORKLIST_SORTS, WORKLIST_VIEWS, type WorklistCursor, type WorklistFilters, type WorklistPlace, type WorklistQuery, type WorklistSort, type WorklistView } from '../../cases/worklist/worklist-query.js';
import { CATEGORIES, type Route } from '../../triage/verdict.js';

/** Address of the worklist's page. */
export const WORKLIST_PATH = '/desk/worklist';

export const ROUTES: readonly Route[] = ['operator', 'letter-email', 'letter-edms', 'service-desk', 'self-help'];
export const STATUSES = Object.keys(CASE_TRANSITIONS) as CaseStatus[];

/**
 * Everything that a page of the worklist is made from, as its address holds it: whoever opens the address sees the same.
 * What was typed is not in it but the id of a stored search, because it may be a name.
 */
export interface WorklistAddress {
  query: WorklistQuery;
  /** Id of a stored search. */
  search: string | null;
  cursor: WorklistCursor | null;
  /** Number of the case in the reading pane. */
  open: string | null;
}

type Fields = Record<string, unknown>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PLACE = /^(infinity|\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z)~([0-9a-f-]{36})$/;

/** Reads the fields of an address; what makes no sense is passed over. `home` is the view that an address without one means. */
export function readAddress(fields: Fields, home: WorklistView): WorklistAddress {
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const oneOf = <T extends string>(name: string, values: readonly T[]): T | null => values.find((value) => value === text(name)) ?? null;
  const id = (name: string): string | null => (UUID.test(text(name)) ? text(name) : null);
  const day = (name: string): string | null => (DAY.test(text(name)) && !Number.isNaN(Date.parse(text(name))) ? text(name) : null);
  const view = oneOf('view', WORKLIST_VIEWS) ?? home;
  const after = readPlace(text('after'));
  const before = readPlace(text('before'));
  return {
    query: {
      view,
      sort: oneOf('sort', WORKLIST_SORTS) ?? usualSort(view, { ending: text('ending') === '1' }),
      filters: {
        category: oneOf('category', CATEGORIES),
        route: oneOf('route', ROUTES),
        status: oneOf('status', STATUSES),
        operator: oneOf('operator', ['me', 'nobody']) ?? id('operator'),
        ending: text('ending') === '1',
        closing: text('closing') === '1',
        incident: id('incident'),
        from: day('from'),
        to: day('to'),
      },
    },
    search: id('search'),
    cursor: after ? { ...after, backwards: false } : before ? { ...before, backwards: true } : null,
    open: /^\d{4}-\d{1,9}$/.test(text('open')) ? text('open') : null,
  };
}

/** What is late is looked through by when it was due, what ends soon by when it ends, everything else from the newest on. */
export function usualSort(view: WorklistView, { ending }: Pick<WorklistFilters, 'ending'>): WorklistSort {
  if (ending) return 'certificate';
  return view === 'overdue' ? 'due' : 'newest';
}

/** The address; a change is laid over it, and changing what is listed leaves the page that one is on. */
export function writeAddress({ query, search, cursor, open }: WorklistAddress): string {
  const { view, sort, filters } = query;
  const fields: Record<string, string | null> = {
    view,
    sort: sort === usualSort(view, filters) ? null : sort,
    ...filters,
    ending: filters.ending ? '1' : null,
    closing: filters.closing ? '1' : null,
    search,
    after: cursor && !cursor.backwards ? writePlace(cursor) : null,
    before: cursor?.backwards ? writePlace(cursor) : null,
    open,
  };
  const given = Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `${WORKLIST_PATH}?${new URLSearchParams(given).toString()}`;
}

/** The first page of another list; the search goes along only when it is kept. */
export function listAddress(query: WorklistQuery, search: string | null = null): string {
  return writeAddress({ query, search, cursor: null, open: null });
}

/** Names of the filters that narrow now. */
export function activeFilters(filters: WorklistFilters): (keyof WorklistFilters)[] {
  return (Object.keys(NO_FILTERS) as (keyof WorklistFilters)[]).filter((name) => Boolean(filters[name]));
}

/** A place in a list as one word of an address. */
export function writePlace({ key, id }: WorklistPlace): string {
  return `${key.replace(' ', 'T').replace(/\+00$/, 'Z')}~${id}`;
}

/** `null` for anything that no row can have. */
export function readPlace(text: string): WorklistPlace | null {
  const [, key, id] = PLACE.exec(text) ?? [];
  return key && id && UUID.test(id) && (key === 'infinity' || !Number.isNaN(Date.parse(key))) ? { key, id } : null;
}
