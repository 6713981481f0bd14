import { Injectable } from '@nestjs/common';
import { NO_FILTERS, WORKLIST_SORTS, WORKLIST_VIEWS, type WorklistCounts, type WorklistFilters, type WorklistPage, type WorklistRow, type TypedSearch } from '../../cases/worklist/worklist-query.js';
import type { SavedView } from '../../cases/worklist/worklist-keeping.service.js';
import { russianClock, russianDate, TIME_ZONE } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CATEGORIES } from '../../triage/verdict.js';
import { activeFilters, listAddress, ROUTES, STATUSES, usualSort, writeAddress, writePlace, type WorklistAddress } from './worklist-address.js';

const DAY_MS = 86_400_000;
const ENDING_MS = 45 * DAY_MS;

/** What rows are shaped with. */
export interface RowContext {
  now: Date;
  accountId: string;
  /** Names of operators by id. */
  names: ReadonlyMap<string, string>;
  address: WorklistAddress;
}

/** Everything that the page of a list is made from. */
export interface WorklistScreen extends RowContext {
  page: WorklistPage;
  counts: WorklistCounts;
  saved: SavedView[];
  search: TypedSearch;
  operators: { id: string; name: string }[];
}

/** Shapes the worklist for its page; the words live in `templates/messages/worklist.json`. */
@Injectable()
export class WorklistPresenter {
  constructor(private readonly templates: TemplatesService) {}

  screen(screen: WorklistScreen): object {
    const { address, page, counts, search, saved } = screen;
    const { query, cursor } = address;
    const [first, last] = [page.rows[0], page.rows.at(-1)];
    const own = saved.find((view) => listAddress(view.query) === listAddress(query));
    const narrowed = activeFilters(query.filters).length > 0 || search.text !== '' || search.organization !== '';
    return {
      heading: own?.name ?? this.say(`views.${query.view}`),
      state: writeAddress({ ...address, open: null }).split('?')[1],
      first: cursor && first ? writePlace(first.place) : '',
      last: page.hasNext && last ? writePlace(last.place) : '',
      refresh: writeAddress({ ...address, cursor: null }),
      views: this.views(screen),
      saved: saved.map(({ id, name, query: kept }) => ({ id, name, href: listAddress(kept), current: own?.id === id && !search.text && !search.organization })),
      savedCurrent: own?.id,
      query: this.fields(address),
      search: { ...search, id: address.search },
      filters: this.choices(screen),
      chips: this.chips(screen),
      narrowed,
      sorts: WORKLIST_SORTS.map((sort) => ({ label: this.say(`sorts.${sort}`), href: listAddress({ ...query, sort }, address.search), current: sort === query.sort })),
      mended: page.mended.map(({ typed, read }) => this.say('mended', { typed, read: read.join(', ') })),
      rows: page.rows.map((row) => this.row(row, screen)),
      empty: page.rows.length === 0 && this.empty(query.view, narrowed, counts, cursor !== null, address),
      previous: page.hasPrevious && first ? writeAddress({ ...address, cursor: { ...first.place, backwards: true } }) : null,
      next: page.hasNext && last ? writeAddress({ ...address, cursor: { ...last.place, backwards: false } }) : null,
      pane: address.open && { number: address.open, href: `/desk/cases/${address.open}`, close: writeAddress({ ...address, open: null }) },
    };
  }

  /** The numbers beside the views. */
  counters(counts: WorklistCounts): { view: string; count: string }[] {
    return WORKLIST_VIEWS.map((view) => ({ view, count: counts[view].toLocaleString('ru-RU') }));
  }

  /** One row; everything that colour or place says stands there in words too. */
  row(row: WorklistRow, { now, accountId, names, address }: RowContext): object {
    const unread = row.seenVersion === null ? 'new' : row.seenVersion < row.version ? 'changed' : null;
    const endsIn = row.notAfter.getTime() - now.getTime();
    const ending = endsIn < 0 ? 'ended' : endsIn < ENDING_MS ? 'ending' : null;
    const assignee = row.assigneeId && (row.assigneeId === accountId ? this.say('you') : shortName(names.get(row.assigneeId) ?? this.say('somebody')));
    return {
      id: row.id,
      number: row.number,
      person: shortName(row.person),
      fullPerson: row.person,
      category: this.say(`categories.${row.category}`),
      organization: row.organization,
      route: this.say(`routes.${row.route}`),
      status: this.say(`statuses.${row.status}`),
      statusKey: row.status,
      assignee,
      unread: unread && this.say(`unread.${unread}`),
      due: this.due(row, now),
      ending: ending && this.say(`certificate.${ending}`, { date: dayFormat.format(row.notAfter) }),
      came: shortMoment(row.createdAt, now),
      href: `/desk/cases/${row.number}`,
      inPane: writeAddress({ ...address, open: row.number }),
      current: address.open === row.number,
    };
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`worklist.${key}`, params);
  }

  private due({ dueAt, warnAt }: WorklistRow, now: Date): object | null {
    if (!dueAt) return null;
    const kind = dueAt < now ? 'overdue' : warnAt && warnAt < now ? 'soon' : 'running';
    const clock = russianClock(dueAt, now);
    return { kind, text: this.say(`due.${kind}`, { clock }), at: dueAt.getTime(), late: this.say('due.overdue', { clock }) };
  }

  private views({ address, counts, saved, search }: WorklistScreen): object[] {
    const isOwn = saved.some((view) => listAddress(view.query) === listAddress(address.query));
    return WORKLIST_VIEWS.map((view) => ({
      view,
      label: this.say(`views.${view}`),
      count: counts[view].toLocaleString('ru-RU'),
      href: listAddress({ view, sort: usualSort(view, NO_FILTERS), filters: NO_FILTERS }),
      current: view === address.query.view && !(isOwn && !search.text),
    }));
  }

  /** The state as hidden fields: a form keeps what it does not ask. */
  private fields({ query }: WorklistAddress): object {
    return { view: query.view, sort: query.sort === usualSort(query.view, query.filters) ? '' : query.sort };
  }

  private choices({ address: { query }, operators }: WorklistScreen): object {
    const { filters } = query;
    const choice = (values: readonly string[], words: string, chosen: string | null) => values.map((value) => ({ value, label: this.say(`${words}.${value}`), selected: value === chosen }));
    return {
      categories: choice(CATEGORIES, 'categories', filters.category),
      routes: choice(ROUTES, 'routes', filters.route),
      statuses: choice(STATUSES, 'statuses', filters.status),
      operators: [
        ...['me', 'nobody'].map((value) => ({ value, label: this.say(`operators.${value}`), selected: filters.operator === value })),
        ...operators.map(({ id, name }) => ({ value: id, label: name, selected: filters.operator === id })),
      ],
      ending: filters.ending,
      closing: filters.closing,
      incident: filters.incident,
      from: filters.from,
      to: filters.to,
    };
  }

  private chips({ address, search, names }: WorklistScreen): object[] {
    const { query } = address;
    const without = (name: keyof WorklistFilters) => listAddress({ ...query, filters: { ...query.filters, [name]: NO_FILTERS[name] } }, address.search);
    const chips = activeFilters(query.filters).map((name) => ({ label: this.chip(name, query.filters, names), href: without(name) }));
    if (search.organization) chips.push({ label: this.say('chips.organization', { value: search.organization }), href: listAddress(query, null) });
    if (search.text) chips.push({ label: this.say('chips.text', { value: search.text }), href: listAddress(query, null) });
    return chips;
  }

  private chip(name: keyof WorklistFilters, filters: WorklistFilters, names: ReadonlyMap<string, string>): string {
    const value = String(filters[name]);
    const words: Partial<Record<keyof WorklistFilters, string>> = { category: 'categories', route: 'routes', status: 'statuses' };
    const word = words[name];
    if (word) return this.say(`chips.${name}`, { value: this.say(`${word}.${value}`) });
    if (name === 'operator') return this.say('chips.operator', { value: value === 'me' || value === 'nobody' ? this.say(`operators.${value}`) : (names.get(value) ?? this.say('somebody')) });
    const isDay = name === 'from' || name === 'to';
    return this.say(`chips.${name}`, { value: isDay ? russianDate(`${value}T12:00:00+05:00`) : '' });
  }

  private empty(view: string, narrowed: boolean, counts: WorklistCounts, beyond: boolean, address: WorklistAddress): object {
    const kind = beyond ? 'beyond' : narrowed ? 'narrowed' : view;
    const untaken = listAddress({ view: 'untaken', sort: 'newest', filters: NO_FILTERS });
    const link = beyond
      ? { href: listAddress(address.query, address.search), label: this.say('empty.toFirst') }
      : narrowed
        ? { href: listAddress({ view: address.query.view, sort: usualSort(address.query.view, NO_FILTERS), filters: NO_FILTERS }), label: this.say('empty.clear') }
        : view === 'mine' && counts.untaken > 0
          ? { href: untaken, label: this.say('empty.toUntaken', { count: counts.untaken.toLocaleString('ru-RU') }) }
          : null;
    return { title: this.say(`empty.${kind}.title`), text: this.say(`empty.${kind}.text`), link };
  }
}

const hourFormat = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, day: '2-digit', month: '2-digit', year: '2-digit' });

/** «14:05» today, «24.11.26» before; for columns. */
function shortMoment(at: Date, now: Date): string {
  const day = dayFormat.format(at);
  return day === dayFormat.format(now) ? hourFormat.format(at) : day;
}

/** «Иванова М. П.»: surname and initials, which do not part. */
function shortName(fullName: string): string {
  const [surname = '', ...given] = fullName.trim().split(/\s+/);
  return [surname, ...given.slice(0, 2).map((word) => `${word.charAt(0)}.`)].join('\u00a0');
}
