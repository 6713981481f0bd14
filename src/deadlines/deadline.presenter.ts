import { Injectable } from '@nestjs/common';
import { russianClock } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import { WAITS_FOR } from './case-clock.js';
import type { DeadlineView, SumRowView } from './deadline-view.js';
import type { Deadline, SumRow } from './deadline.js';
import { DeadlinesService } from './deadlines.service.js';

export type { DeadlineView, SumRowView } from './deadline-view.js';

/** Says deadlines in Russian; the words live in `templates/messages/deadlines.json`. */
@Injectable()
export class DeadlinePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly deadlines: DeadlinesService,
  ) {}

  present(deadline: Deadline): DeadlineView {
    const { term, state, warning, dueAt, calendarMissing, usedMinutes, limitMinutes } = deadline;
    const [used, limit] = [this.duration(usedMinutes), this.duration(limitMinutes)];
    const notes = [this.say('limit', { limit })];
    if (calendarMissing.length > 0) notes.push(this.say('calendarMissing', { years: calendarMissing.join(', ') }));
    return {
      term,
      label: this.say(`terms.${term}`),
      state,
      warning,
      text: this.standing(deadline),
      ...(dueAt && { dueAt: dueAt.toISOString() }),
      notes,
      sum: this.deadlines.explain(deadline).map((row) => this.row(row)),
      used: this.say('sum', { used, limit }),
    };
  }

  /** Working minutes as people say them: «3 ч 20 мин», with spaces that do not break. */
  duration(total: number): string {
    const [hours, minutes] = [Math.floor(total / 60), total % 60];
    const kind = hours === 0 ? 'minutes' : minutes === 0 ? 'hours' : 'both';
    return this.say(`duration.${kind}`, { hours, minutes }).replace(/ /g, '\u00a0');
  }

  private standing(deadline: Deadline): string {
    const { state, stoppedAt, running, warning, usedMinutes, limitMinutes, dueAt, stays, asOf } = deadline;
    const left = limitMinutes - usedMinutes;
    const why = this.pauseOf(stays.at(-1));
    const when = (at: Date | null) => (at ? russianClock(at, asOf) : '');
    const kind =
      state === 'overdue' ? (stoppedAt ? 'overdueDone' : running ? 'overdue' : 'overduePaused') : state !== 'running' ? state : left <= 0 ? 'now' : warning ? 'warning' : 'running';
    return this.say(`states.${kind}`, {
      left: this.duration(Math.max(0, left)),
      used: this.duration(usedMinutes),
      limit: this.duration(limitMinutes),
      due: when(dueAt),
      done: when(stoppedAt),
      why,
    });
  }

  private pauseOf(stay: Deadline['stays'][number] | undefined): string {
    return stay && !stay.counts ? this.say(`rows.${WAITS_FOR[stay.status]}`) : '';
  }

  private row({ from, to, status, minutes, totalMinutes, rest, waitsFor, ahead }: SumRow): SumRowView {
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      status: this.say(`statuses.${status}`),
      reason: this.say(`rows.${waitsFor ?? rest ?? 'counted'}`),
      minutes: minutes > 0 ? this.duration(minutes) : '',
      total: this.duration(totalMinutes),
      ahead,
    };
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`deadlines.${key}`, params);
  }
}
