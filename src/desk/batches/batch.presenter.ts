import { Injectable } from '@nestjs/common';
import { BatchWordsPresenter } from '../../batches/batch-words.presenter.js';
import { BATCH_FIELDS } from '../../batches/batch-columns.js';
import type { BatchLayout } from '../../batches/batch-layout.js';
import { BATCH_KINDS, type BatchKind, isDecided, UNSORTED } from '../../batches/batch-kind.js';
import type { MakingRecord } from '../../batches/batch-cases.service.js';
import { type BatchRecord, type ItemRow, type KindCount, waitsUntil } from '../../batches/batches.service.js';
import { russianDate, russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import type { TaskRecord } from '../../tasks/task-record.js';
import { isOver } from '../../tasks/task-state.js';
import { CATEGORIES, type Category } from '../../triage/verdict.js';
import { columnRows, sheetChoice } from '../frame/column-rows.js';
import { ROUTES } from '../worklist/worklist-address.js';
import { TaskPresenter } from '../tasks/task.presenter.js';

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const number = (count: number): string => count.toLocaleString('ru-RU');

/** Shapes batches for their pages; words in `templates/messages/batches.json`, `triage.json` and `certificates.json`. */
@Injectable()
export class BatchPresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly words: BatchWordsPresenter,
    private readonly tasks: TaskPresenter,
  ) {}

  /** A line of the list. */
  row(batch: BatchRecord, task: TaskRecord | null, counts: readonly KindCount[], names: ReadonlyMap<string, string>): object {
    const sum = (pick: (count: KindCount) => number): number => counts.reduce((total, count) => total + pick(count), 0);
    return {
      id: batch.id,
      at: russianMoment(batch.createdAt),
      files: [batch.archiveName, batch.tableName].filter((name) => name !== null).join(', '),
      by: batch.accountId ? names.get(batch.accountId) : this.say('byProgram'),
      state: batch.taskId === null ? this.say('awaitsColumns') : task && this.templates.message(`tasks.states.${task.state}`),
      waits: batch.taskId === null,
      size: number(batch.size),
      sorted: number(sum(({ kind, count }) => (isDecided(kind) ? count : 0))),
      made: number(sum(({ made }) => made)),
    };
  }

  /** Head and counts of the batch's page. `kind`: the one that is looked at. */
  page(batch: BatchRecord, counts: readonly KindCount[], kind: BatchKind | null): { titleParams: object } {
    const at = russianMoment(batch.createdAt);
    const known = new Map(counts.map((count) => [count.kind, count]));
    const open = (each: KindCount): number => (isDecided(each.kind) ? each.open : 0);
    const current = kind ? known.get(kind) : undefined;
    const toMake = kind ? (current ? open(current) : 0) : counts.reduce((sum, each) => sum + open(each), 0);
    const page = {
      id: batch.id,
      at,
      files: [batch.archiveName, batch.tableName].filter((name) => name !== null),
      understood: batch.columns.map(({ header, field }) => ({ header: header || '—', field: field && this.say(`columns.${field}`) })),
      kind,
      leftToPerson: kind === 'needs-triage',
      kindLabel: kind && this.words.kindLabel(kind),
      size: number(batch.size),
      toMake: toMake > 0 ? number(toMake) : null,
      counts: BATCH_KINDS.flatMap((each) => {
        const count = known.get(each);
        if (!count) return [];
        return [{ kind: each, label: this.words.kindLabel(each), why: this.why(each), count: number(count.count), made: count.made > 0 ? number(count.made) : null, current: each === kind }];
      }),
    };
    return { titleParams: { at }, ...page };
  }

  /** One item of the table; `asked`: the table is there to answer questions, not to make cases. */
  item(item: ItemRow, asked: boolean): object {
    const { place, kind, facts, fileName, rowNumber, person, organization, caseNumber } = item;
    return {
      place,
      person: person ?? fileName ?? '—',
      organization,
      fileName,
      rowNumber,
      until: facts && russianDate(facts.notAfter),
      kind: this.words.kindLabel(kind),
      bad: kind === 'refused',
      route: this.words.route(item),
      reason: this.words.reason(item),
      notes: this.words.notes(item),
      caseNumber,
      tickable: (asked ? kind === 'undecided' : isDecided(kind) && facts !== null) && caseNumber === null,
    };
  }

  /** How far the sorting is. */
  progress(batchId: string, task: TaskRecord, mayStop: boolean): object {
    return { ...this.tasks.present(task, [], new Date()), batchId, mayStop, over: isOver(task.state), broken: task.state === 'failed' || task.state === 'cancelled' };
  }

  /** Cases that are being made, or were. */
  making(task: TaskRecord | null, count: number): object {
    const made = task && isOver(task.state) ? this.say('madeOf', { done: number(task.done), count: number(count) }) : number(count);
    return { href: task && `/desk/tasks/${task.id}`, at: task && russianMoment(task.createdAt), count: made, state: task && this.templates.message(`tasks.states.${task.state}`) };
  }

  /** `organizations`: those whose letters are among them. */
  choice({ id, batchId, places }: MakingRecord, organizations: number): object {
    return { id, batchId, count: this.say('chosen', { count: number(places.length) }), organizations: organizations > 1 ? number(organizations) : null };
  }

  /** The form that asks what the columns of a table are. `chosen`: as typed, when it comes back. */
  columns(batch: BatchRecord, { sheet, sheets, headerRow, rows, examples, remembered }: BatchLayout, chosen: readonly string[] | null, errorsAt: Record<string, string>): object {
    const table = { columns: batch.columns.map(({ header }) => header), examples, mapping: batch.columns.map(({ field }) => field) };
    return {
      path: `/desk/batches/${batch.id}/columns`,
      fileName: batch.tableName,
      sheet,
      sheets: sheetChoice(sheets, sheet),
      headerRow,
      rows: number(rows),
      remembered,
      until: russianMoment(waitsUntil(batch)),
      columns: columnRows(table, { fields: BATCH_FIELDS, label: (field) => capital(this.say(`columns.${field}`)) }, chosen, errorsAt),
    };
  }

  /** The form of a decision over the rules about `count` items. */
  decision(count: number, batchId: string, kind: Category | null, typed: Partial<Record<'category' | 'route', string>>): object {
    return {
      count: this.say('decideAbout', { count: number(count) }),
      back: `/desk/batches/${batchId}${kind ? `?kind=${kind}` : ''}`,
      categories: CATEGORIES.map((value) => ({ value, label: this.words.kindLabel(value), selected: value === (typed.category ?? kind) })),
      routes: ROUTES.map((value) => ({ value, label: this.words.routeLabel(value), selected: value === typed.route })),
    };
  }

  private why(kind: BatchKind): string | null {
    return UNSORTED.some((each) => each === kind) ? this.say(`why.${kind}`) : null;
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`batches.${key}`, params);
  }
}
