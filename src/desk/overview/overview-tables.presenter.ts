import { Injectable } from '@nestjs/common';
import { COUNTED_STATES, type OverviewFigures, type Spread } from '../../overview/figures.js';
import type { ExportedCase } from '../../overview/overview.queries.js';
import type { OverviewPeriod } from '../../overview/period.js';
import type { Table, TableCell, TableColumn } from '../../platform/tables/table.js';
import { TemplatesService } from '../../platform/templates.service.js';

type FigureRow = [part: string, figure: string, detail: string, now: number | null, before: number | null];

/** Shapes figures and cases into tables for a spreadsheet. */
@Injectable()
export class OverviewTablesPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** Name of the file, without its ending. */
  fileName(kind: 'figures' | 'cases', { from, to }: OverviewPeriod): string {
    return this.say(`files.${kind}`, { from, to });
  }

  /** One figure in a row, so that a pivot table can be made of them. */
  figures(figures: OverviewFigures, names: ReadonlyMap<string, string>): Table {
    return { name: this.say('sheets.figures'), columns: this.columns('figures', ['text', 'text', 'text', 'number', 'number'], [28, 42, 34, 14, 14]), rows: this.figureRows(figures, names) };
  }

  /** No СНИЛС, no contacts, nothing that was written. */
  cases(rows: AsyncIterable<ExportedCase>, names: ReadonlyMap<string, string>): Table {
    const kinds = ['text', 'date-time', 'text', 'text', 'text', 'text', 'text', 'text', 'date', 'text', 'date-time', 'date-time', 'text', 'date-time'] as const;
    return { name: this.say('sheets.cases'), columns: this.columns('cases', kinds, [14, 17, 18, 20, 18, 32, 44, 14, 12, 26, 17, 17, 28, 17]), rows: this.caseRows(rows, names) };
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`overview.${key}`, params);
  }

  private columns(table: 'figures' | 'cases', kinds: readonly TableColumn['kind'][], widths: readonly number[]): TableColumn[] {
    return kinds.map((kind, index) => ({ header: this.say(`columns.${table}.${index + 1}`), kind, width: widths[index] ?? 16 }));
  }

  private *figureRows(figures: OverviewFigures, names: ReadonlyMap<string, string>): Generator<FigureRow> {
    const part = (key: string) => this.say(`parts.${key}`);
    yield [part('sums'), this.say('tiles.came'), '', figures.came.now, figures.came.before];
    yield [part('sums'), this.say('tiles.ended'), '', figures.ended.now, figures.ended.before];
    yield [part('sums'), this.say('tiles.missed'), '', figures.missed.now, figures.missed.before];
    yield [part('sums'), this.say('tiles.overdueNow'), '', figures.overdueNow, null];
    yield [part('sums'), this.say('tiles.openNow'), '', figures.openNow, null];
    for (const key of ['firstAnswer', 'outcome'] as const) yield* this.timeRows(this.say(`times.${key}`), figures[key].now, figures[key].before);
    for (const { key, now, before } of figures.categories) yield [part('categories'), this.templates.message(`worklist.categories.${key}`), '', now, before];
    for (const { key, now, before } of figures.routes) yield [part('routes'), this.templates.message(`worklist.routes.${key}`), '', now, before];
    for (const { channel, states } of figures.deliveries)
      for (const state of COUNTED_STATES) yield [part('deliveries'), this.templates.message(`delivery.channels.${channel}`), this.say(`states.${state}`), states[state], null];
    for (const { key, now, before } of figures.failures) yield [part('failures'), this.templates.message(`delivery.causes.${key}`), '', now, before];
    for (const { upTo, open } of figures.ages) yield [part('ages'), this.say(`ages.${upTo === Infinity ? 'more' : upTo}`), '', open, null];
    for (const { assigneeId, open, overdue } of figures.loads) {
      const name = assigneeId === null ? this.say('nobody') : (names.get(assigneeId) ?? this.templates.message('worklist.somebody'));
      yield [part('loads'), name, this.say('load.open'), open, null];
      yield [part('loads'), name, this.say('load.overdue'), overdue, null];
    }
    for (const { day, came, ended, cameBefore } of figures.days) {
      const date = day.split('-').reverse().join('.');
      yield [part('days'), date, this.say('tiles.came'), came, cameBefore];
      yield [part('days'), date, this.say('tiles.ended'), ended, null];
    }
  }

  private *timeRows(figure: string, now: Spread, before: Spread): Generator<FigureRow> {
    const part = this.say('parts.times');
    const minutes = (value: number | null) => (value === null ? null : Math.round(value));
    yield [part, figure, this.say('time.count'), now.count, before.count];
    yield [part, figure, this.say('time.median'), minutes(now.median), minutes(before.median)];
    yield [part, figure, this.say('time.p90'), minutes(now.p90), minutes(before.p90)];
  }

  private async *caseRows(rows: AsyncIterable<ExportedCase>, names: ReadonlyMap<string, string>): AsyncGenerator<TableCell[]> {
    for await (const row of rows)
      yield [
        row.number,
        row.createdAt,
        this.templates.message(`worklist.statuses.${row.status}`),
        this.templates.message(`worklist.categories.${row.category}`),
        this.templates.message(`worklist.routes.${row.route}`),
        row.person,
        row.organization,
        row.inn,
        row.notAfter,
        row.assigneeId && (names.get(row.assigneeId) ?? this.templates.message('worklist.somebody')),
        row.firstAnswerAt,
        row.dueAt,
        row.outcome && this.templates.message(`cases.outcomes.${row.outcome}`),
        row.resolvedAt,
      ];
  }
}
