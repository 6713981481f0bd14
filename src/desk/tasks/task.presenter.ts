import { Injectable } from '@nestjs/common';
import { russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { roughly, secondsLeft } from '../../tasks/task-estimate.js';
import type { TaskRecord, TaskReportEntry, TaskReportRow } from '../../tasks/task-record.js';
import { isOver } from '../../tasks/task-state.js';
import { placesOf } from './task-places.js';

/** Rows of a report on one page. */
export const REPORT_PAGE = 50;

/** Shapes a task for `templates/pages/desk/_task.hbs`; its words live in `templates/messages/tasks.json`. */
@Injectable()
export class TaskPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** `rows`: one page of the report and at most one row more, which says that there is another page. */
  present(task: TaskRecord, rows: readonly TaskReportEntry[], now: Date): object {
    const { id, kind, state, total, done, failed, reported } = task;
    const over = isOver(state);
    const stopping = !over && task.cancelAskedAt !== null;
    const places = placesOf(kind);
    const shown = rows.slice(0, REPORT_PAGE);
    const left = secondsLeft(task, now);
    return {
      id,
      title: this.title(task),
      href: `/desk/tasks/${id}`,
      stateKey: stopping ? 'stopping' : state,
      state: this.say(`states.${stopping ? 'stopping' : state}`),
      live: !over,
      cancellable: !over && !stopping,
      bar: { max: total ?? undefined, value: total === null && !over ? undefined : done + failed, label: this.say('bar') },
      count: this.count(task),
      left: left !== null && !stopping ? this.left(left) : null,
      failed: failed > 0 ? this.say('failed', { count: failed.toLocaleString('ru-RU') }) : null,
      outcome: over ? this.outcome(task) : null,
      started: this.say('started', { at: russianMoment(task.createdAt) }),
      ended: task.endedAt && this.say('ended', { at: russianMoment(task.endedAt) }),
      back: over && places && (state === 'done' || !places.whenDone) && { href: places.back, label: this.say(`kinds.${kind}.back`) },
      // While the work goes on only the number is told: the table would grow under the reader's eyes.
      report: over && reported > 0 && {
        title: this.reportWord(kind, 'title'),
        reason: this.reportWord(kind, 'reason'),
        subject: this.say(`kinds.${kind}.subject`),
        rows: shown.map(({ seq, subject, ...row }) => ({ seq, subject, href: places?.subject?.(subject), reason: this.reason(kind, row) })),
        csv: `/desk/tasks/${id}/report.csv`,
        next: rows.length > REPORT_PAGE ? `/desk/tasks/${id}?after=${shown.at(-1)?.seq ?? 0}#report` : null,
        first: (shown[0]?.seq ?? 1) > 1 ? `/desk/tasks/${id}#report` : null,
      },
    };
  }

  title({ kind, words }: TaskRecord): string {
    return this.say(this.variant(`kinds.${kind}.title`, words), words);
  }

  /** Why one thing was not done: the kind's own sentence, or the one of the error. */
  reason(kind: string, { code, params }: Omit<TaskReportRow, 'subject'>): string {
    const own = `tasks.kinds.${kind}.report.${code}`;
    if (this.templates.hasMessage(own)) return this.templates.message(own, params);
    return this.errorWords(code, params);
  }

  /** A report of a kind may tell of what was done, or of what would be, rather than of what was not. */
  reportWord(kind: string, word: 'title' | 'reason'): string {
    const own = `kinds.${kind}.reportWords.${word}`;
    return this.say(this.templates.hasMessage(`tasks.${own}`) ? own : `reportWords.${word}`);
  }

  private count({ kind, total, done, failed, state }: TaskRecord): string {
    const things = this.say(`kinds.${kind}.things`);
    const through = (done + failed).toLocaleString('ru-RU');
    if (total === null) return this.say('countWithoutTotal', { things, through });
    return this.say(state === 'waiting' ? 'countWaiting' : 'count', { things, through, total: total.toLocaleString('ru-RU') });
  }

  private left(seconds: number): string {
    const { unit, count } = roughly(seconds);
    return this.say(`left.${unit}`, { count });
  }

  private outcome({ kind, state, words, result, done, failed, total, error }: TaskRecord): string {
    if (state === 'failed') {
      const own = `tasks.kinds.${kind}.errors.${error ?? ''}`;
      return this.templates.hasMessage(own) ? this.templates.message(own) : this.errorWords(error ?? 'internal', {});
    }
    const numbers = { done: done.toLocaleString('ru-RU'), failed: failed.toLocaleString('ru-RU'), total: total?.toLocaleString('ru-RU') };
    const stopped = `kinds.${kind}.cancelled`;
    if (state === 'cancelled' && this.templates.hasMessage(`tasks.${stopped}`)) return this.say(stopped);
    if (state === 'cancelled') return this.say(done + failed > 0 ? 'cancelled' : 'cancelledAtOnce', numbers);
    return this.say(this.variant(`kinds.${kind}.done`, words), { ...numbers, ...words, ...result });
  }

  private errorWords(code: string, params: object): string {
    const key = `errors.${code}.detail`;
    return this.templates.message(this.templates.hasMessage(key) ? key : 'errors.internal.detail', params);
  }

  /** A kind with variants has a sentence for each: `title.<variant>`. */
  private variant(key: string, { variant }: TaskRecord['words']): string {
    return variant === undefined ? key : `${key}.${variant}`;
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`tasks.${key}`, params);
  }
}
