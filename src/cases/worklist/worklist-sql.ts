import { UNTAKEN_STATUSES, type WorklistCursor, type WorklistQuery, type WorklistSort, type WorklistStretch } from './worklist-query.js';
import type { SearchTarget, WordReading } from './worklist-search.js';

/** A search whose words have been compared with those that occur. */
export type ReadSearch =
  | Exclude<SearchTarget, { kind: 'words' }>
  /** Words that stand in many cases: looked for row by row, the first page is soon full. */
  | { kind: 'words'; readings: WordReading[] }
  /** Words that stand in few: their cases are known. */
  | { kind: 'found'; readings: WordReading[]; ids: string[] };

/** All that decides which cases a list holds. */
export interface WorklistScope {
  query: WorklistQuery;
  text: ReadSearch;
  organization: ReadSearch;
  accountId: string;
  now: Date;
  /** Moments that the days of the period begin and end at; `null` where it is open. */
  since: Date | null;
  until: Date | null;
  endingBefore: Date;
}

const SORT_COLUMNS: Record<WorklistSort, { column: string; direction: 'ASC' | 'DESC' }> = {
  newest: { column: 'w.created_at', direction: 'DESC' },
  oldest: { column: 'w.created_at', direction: 'ASC' },
  due: { column: 'w.due_sort', direction: 'ASC' },
  certificate: { column: 'w.not_after', direction: 'ASC' },
};

/** Collects values for the placeholders of one statement. */
export class Placeholders {
  readonly values: unknown[] = [];

  /** `$n` for a value. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Conditions on `worklist w` for everything that narrows a list; joined with AND, `true` when nothing does. */
export function scopeSql({ query: { view, filters }, text, organization, accountId, now, since, until, endingBefore }: WorklistScope, put: Placeholders): string {
  const parts: string[] = [];
  if (view === 'mine') parts.push(`w.assignee_id = ${put.add(accountId)} AND w.is_open`);
  if (view === 'untaken') parts.push(`w.assignee_id IS NULL AND w.status IN (${UNTAKEN_STATUSES.map((status) => `'${status}'`).join(', ')})`);
  if (view === 'awaiting') parts.push(`w.status = 'awaiting-operator'`);
  if (view === 'problem') parts.push(`w.status = 'delivery-problem'`);
  if (view === 'overdue') parts.push(`w.due_at < ${put.add(now)}`);
  if (filters.category) parts.push(`w.category = ${put.add(filters.category)}`);
  if (filters.route) parts.push(`w.route = ${put.add(filters.route)}`);
  if (filters.status) parts.push(`w.status = ${put.add(filters.status)}`);
  if (filters.operator === 'nobody') parts.push('w.assignee_id IS NULL');
  else if (filters.operator) parts.push(`w.assignee_id = ${put.add(filters.operator === 'me' ? accountId : filters.operator)}`);
  if (filters.ending) parts.push(`w.not_after >= ${put.add(now)} AND w.not_after < ${put.add(endingBefore)}`);
  if (filters.closing) parts.push(`w.is_open AND w.case_id IN (SELECT p.case_id FROM case_closings p JOIN directory_active USING (version_id) WHERE p.action = 'proposed')`);
  if (filters.incident) parts.push(`w.case_id IN (SELECT t.case_id FROM incident_cases t WHERE t.incident_id = ${put.add(filters.incident)} AND t.untied_at IS NULL)`);
  if (since) parts.push(`w.created_at >= ${put.add(since)}`);
  if (until) parts.push(`w.created_at < ${put.add(until)}`);
  parts.push(...searchSql(text, put), ...organizationSql(organization, put));
  return parts.length > 0 ? parts.join(' AND ') : 'true';
}

/** ORDER BY, and the conditions that make a page or a stretch of it. */
export function orderSql(sort: WorklistSort, backwards = false): string {
  const { column, direction } = SORT_COLUMNS[sort];
  const turned = backwards ? (direction === 'ASC' ? 'DESC' : 'ASC') : direction;
  return `${column} ${turned}, w.case_id ${turned}`;
}

/** Rows strictly beyond the cursor in its direction. */
export function cursorSql(sort: WorklistSort, { key, id, backwards }: WorklistCursor, put: Placeholders): string {
  return `${keySql(sort)} ${backwards ? before(sort) : after(sort)} (${put.add(key)}::timestamptz, ${put.add(id)}::uuid)`;
}

/** Rows within what a screen shows, its ends included. */
export function stretchSql(sort: WorklistSort, { first, last }: WorklistStretch, put: Placeholders): string {
  const parts = [
    first && `${keySql(sort)} ${after(sort)}= (${put.add(first.key)}::timestamptz, ${put.add(first.id)}::uuid)`,
    last && `${keySql(sort)} ${before(sort)}= (${put.add(last.key)}::timestamptz, ${put.add(last.id)}::uuid)`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' AND ') : 'true';
}

/** The sort value of a row, for {@link cursorSql}. */
export function sortKeySql(sort: WorklistSort): string {
  return `${SORT_COLUMNS[sort].column}::text`;
}

const keySql = (sort: WorklistSort): string => `(${SORT_COLUMNS[sort].column}, w.case_id)`;
const after = (sort: WorklistSort): string => (SORT_COLUMNS[sort].direction === 'ASC' ? '>' : '<');
const before = (sort: WorklistSort): string => (SORT_COLUMNS[sort].direction === 'ASC' ? '<' : '>');

function searchSql(search: ReadSearch, put: Placeholders): string[] {
  switch (search.kind) {
    case 'nothing':
      return [];
    case 'number':
      return [`w.serial = ${put.add(search.serial)}`, ...(search.year ? [`w.number LIKE ${put.add(`${search.year}-%`)}`] : [])];
    case 'hex':
      return [
        `w.case_id IN (SELECT case_id FROM worklist WHERE thumbprint LIKE ${put.add(`${search.digits}%`)}
          UNION SELECT case_id FROM case_search WHERE document @@ to_tsquery('simple', ${put.add(`${search.digits.toLowerCase()}:*`)}))`,
      ];
    case 'words':
      return [documentSql(search.readings, '', put)];
    case 'found':
      return [`w.case_id = ANY (${put.add(search.ids)}::uuid[])`];
  }
}

function organizationSql(search: ReadSearch, put: Placeholders): string[] {
  if (search.kind === 'nothing') return [];
  if (search.kind !== 'words') return searchSql(search, put);
  const inn = wholeInn(search.readings);
  return [inn ? `w.inn = ${put.add(inn)}` : documentSql(search.readings, 'B', put)];
}

/** An ИНН typed as a whole has an index of its own. */
export function wholeInn(readings: readonly WordReading[]): string | null {
  const [only] = readings;
  return readings.length === 1 && only && /^(\d{10}|\d{12})$/.test(only.typed) ? only.typed : null;
}

/** Each word as it was typed (also its beginning), in all its forms, and what it may have been meant for. Without words nothing is found. */
function documentSql(readings: readonly WordReading[], weight: '' | 'B', put: Placeholders): string {
  return `EXISTS (SELECT 1 FROM case_search s WHERE s.case_id = w.case_id AND ${matchSql(readings, weight, put)})`;
}

/** Condition on `case_search s`; weight B: only in the organisation. */
export function matchSql(readings: readonly WordReading[], weight: '' | 'B', put: Placeholders): string {
  if (readings.length === 0) return 'false';
  const word = (text: string, prefix: boolean): string => put.add(`${text}${prefix || weight ? ':' : ''}${prefix ? '*' : ''}${weight}`);
  const groups = readings.map(({ typed, similar }) => {
    const forms = [typed, ...similar].map((text) => `to_tsquery('russian', ${word(text, false)})`);
    if (typed.length >= 3) forms.push(`to_tsquery('simple', ${word(typed, true)})`);
    return `(${forms.join(' || ')})`;
  });
  return `s.document @@ (${groups.join(' && ')})`;
}
