import { Injectable } from '@nestjs/common';
import { ClockService } from '../../platform/clock.service.js';
import { ENDING_DAYS, PAGE_SIZE, type CaseStanding, type TypedSearch, type WorklistCounts, type WorklistCursor, type WorklistPage, type WorklistQuery, type WorklistStretch } from './worklist-query.js';
import { plausible, readSearch, wordsOf, type SearchTarget, type WordReading } from './worklist-search.js';
import { wholeInn, type ReadSearch, type WorklistScope } from './worklist-sql.js';
import { WorklistQueries, type ChangedRow } from './worklist.queries.js';

const DAY_MS = 86_400_000;
/** Tyumen has had UTC+5 all year round since 2014. */
const TYUMEN_OFFSET = '+05:00';
/** The counters are summed up when they have come apart into more pieces than this. */
const MOST_PARTS = 2_000;
/** A screen that missed more than this is better loaded anew. */
const MOST_MISSED = 200;

/** Words that stand in more cases than this are common: walking the list finds a page of them sooner than collecting them all. */
const RARE = 5_000;

/** A list as somebody asked for it. */
export interface WorklistRequest {
  query: WorklistQuery;
  search: TypedSearch;
  accountId: string;
}

/** The operators' lists of cases: pages, counters, what changed on a screen. Whether somebody may see them is decided before. */
@Injectable()
export class WorklistService {
  constructor(
    private readonly queries: WorklistQueries,
    private readonly clock: ClockService,
  ) {}

  /** One page at a cursor, the first without one. */
  async page(request: WorklistRequest, cursor: WorklistCursor | null): Promise<WorklistPage> {
    const scope = await this.scope(request);
    const found = await this.queries.page(scope, cursor, PAGE_SIZE + 1);
    const more = found.length > PAGE_SIZE;
    const rows = cursor?.backwards ? found.slice(more ? 1 : 0) : found.slice(0, PAGE_SIZE);
    return {
      rows,
      hasPrevious: cursor !== null && (cursor.backwards ? more : true),
      hasNext: cursor?.backwards === true || more,
      mended: [...readingsOf(scope.text), ...readingsOf(scope.organization)].filter(({ similar }) => similar.length > 0).map(({ typed, similar }) => ({ typed, read: similar })),
    };
  }

  /** Exact numbers for the built-in views. */
  async counts(accountId: string): Promise<WorklistCounts> {
    const { counts, parts } = await this.queries.counts(accountId, this.clock.now());
    if (parts > MOST_PARTS) await this.queries.compactCounts();
    return counts;
  }

  /**
   * What a screen has to show anew: the changed cases that it names. With `missed` also whatever came into the stretch that it shows,
   * because it cannot know what it has not heard.
   */
  async changed(request: WorklistRequest, ids: readonly string[], stretch: WorklistStretch, missed: boolean): Promise<ChangedRow[]> {
    const scope = await this.scope(request);
    const more = missed ? await this.queries.within(scope, stretch, MOST_MISSED) : [];
    return this.queries.changed(scope, [...new Set([...ids, ...more])], stretch);
  }

  /** All cases of a list in its order, at most `limit` of them. */
  async all(request: WorklistRequest, limit: number): Promise<CaseStanding[]> {
    return this.queries.page(await this.scope(request), null, limit);
  }

  /** How some cases stand now, in no order; those that do not exist are left out. */
  standings(ids: readonly string[]): Promise<CaseStanding[]> {
    return this.queries.standings(ids);
  }

  /** The operator has looked at these cases as they are now. */
  markSeen(accountId: string, ids: readonly string[]): Promise<void> {
    return this.queries.markSeen(accountId, ids);
  }

  private async scope({ query, search, accountId }: WorklistRequest): Promise<WorklistScope> {
    const now = this.clock.now();
    const { from, to } = query.filters;
    const organization = wordsOf(search.organization);
    const [text, body] = await Promise.all([
      this.read(readSearch(search.text), ''),
      this.read(organization.length > 0 ? { kind: 'words', words: organizationWords(search.organization, organization) } : { kind: 'nothing' }, 'B'),
    ]);
    return {
      query,
      text,
      organization: body,
      accountId,
      now,
      since: from ? new Date(`${from}T00:00:00${TYUMEN_OFFSET}`) : null,
      until: to ? new Date(new Date(`${to}T00:00:00${TYUMEN_OFFSET}`).getTime() + DAY_MS) : null,
      endingBefore: new Date(now.getTime() + ENDING_DAYS * DAY_MS),
    };
  }

  /** Words that no name has are also read as the names they resemble; words without meaning are left out. */
  private async read(target: SearchTarget, weight: '' | 'B'): Promise<ReadSearch> {
    if (target.kind !== 'words') return target;
    const known = await this.queries.know(target.words);
    const readings = known
      .filter(({ isStop }) => !isStop)
      .map(({ typed, isKnown, similar }): WordReading => ({ typed, similar: isKnown || /\d/.test(typed) ? [] : plausible(typed, similar ?? []) }));
    if (weight && wholeInn(readings)) return { kind: 'words', readings };
    const ids = await this.queries.matching(readings, weight, RARE + 1);
    return ids.length > RARE ? { kind: 'words', readings } : { kind: 'found', readings, ids };
  }
}

/** An ИНН may be typed in groups. */
function organizationWords(typed: string, words: string[]): string[] {
  const digits = typed.replace(/\s/g, '');
  return /^\d{10,12}$/.test(digits) ? [digits] : words;
}

function readingsOf(search: ReadSearch): WordReading[] {
  return search.kind === 'words' || search.kind === 'found' ? search.readings : [];
}
