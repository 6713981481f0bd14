import { Injectable } from '@nestjs/common';
import { COUNTED_STATES, type Compared, type OverviewFigures, type Spread } from '../../overview/figures.js';
import { PERIOD_DAYS, startOfDay, type OverviewPeriod } from '../../overview/period.js';
import { russianDate, russianDateTime, TIME_ZONE } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { dayChart } from './day-chart.js';
import { durationWords } from './duration-words.js';

const shortDay = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, day: '2-digit', month: '2-digit' });
const weekDay = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, weekday: 'short', day: 'numeric', month: 'long' });
const SHARE_WIDTH = 100;

/** Shapes figures for the overview; the words live in `templates/messages/overview.json`. */
@Injectable()
export class OverviewPresenter {
  constructor(private readonly templates: TemplatesService) {}

  screen(figures: OverviewFigures, period: OverviewPeriod, names: ReadonlyMap<string, string>, now: Date): object {
    return {
      period: { ...this.period(period), made: russianDateTime(now) },
      tiles: this.tiles(figures),
      isEmpty: figures.came.now === 0 && figures.came.before === 0 && figures.ended.now === 0 && figures.openNow === 0,
      chart: this.chart(figures),
      days: [...figures.days].reverse().map((day) => ({
        day: weekDay.format(startOfDay(day.day)),
        came: whole(day.came),
        ended: whole(day.ended),
        before: whole(day.cameBefore),
      })),
      categories: this.bars(figures.categories.map((row) => ({ ...row, label: this.templates.message(`worklist.categories.${row.key}`) }))),
      routes: this.bars(figures.routes.map((row) => ({ ...row, label: this.templates.message(`worklist.routes.${row.key}`) }))),
      failures: this.bars(figures.failures.map((row) => ({ ...row, label: this.templates.message(`delivery.causes.${row.key}`) }))),
      times: (['firstAnswer', 'outcome'] as const).map((key) => ({ label: this.say(`times.${key}`), now: this.spread(figures[key].now), before: this.spread(figures[key].before) })),
      deliveries: figures.deliveries.map(({ channel, states, total, before }) => ({
        channel: this.templates.message(`delivery.channels.${channel}`),
        states: COUNTED_STATES.map((state) => ({ state, count: states[state] ? whole(states[state]) : '—' })),
        bar: stacked(COUNTED_STATES.filter((state) => state !== 'cancelled').map((state) => ({ state, count: states[state] })), total),
        total: whole(total),
        before: whole(before),
      })),
      states: COUNTED_STATES.map((state) => ({ state, label: this.say(`states.${state}`) })),
      ages: this.shares(figures.ages.map(({ upTo, open }) => ({ label: this.say(`ages.${upTo === Infinity ? 'more' : upTo}`), now: open }))),
      loads: this.shares(
        figures.loads.map(({ assigneeId, open, overdue }) => ({
          label: assigneeId === null ? this.say('nobody') : (names.get(assigneeId) ?? this.templates.message('worklist.somebody')),
          now: open,
          overdue: overdue ? whole(overdue) : '—',
          isLate: overdue > 0,
        })),
      ),
      openNow: whole(figures.openNow),
    };
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`overview.${key}`, params);
  }

  private period(period: OverviewPeriod): object {
    const words = ({ from, to }: { from: string; to: string }) =>
      from === to ? russianDate(startOfDay(from)) : this.say('span', { from: russianDate(startOfDay(from)), to: russianDate(startOfDay(to)) });
    const query = period.name === 'own' ? `period=own&from=${period.from}&to=${period.to}` : `period=${period.name}`;
    return {
      words: words(period),
      before: words(period.before),
      from: period.from,
      to: period.to,
      query,
      isOwn: period.name === 'own',
      choices: Object.keys(PERIOD_DAYS).map((name) => ({ label: this.say(`periods.${name}`), href: `/desk/overview?period=${name}`, current: name === period.name })),
    };
  }

  private tiles(figures: OverviewFigures): object[] {
    const time = ({ now, before }: { now: Spread; before: Spread }) => ({
      value: now.median === null ? '—' : durationWords(now.median),
      detail: now.p90 === null ? this.say('noAnswers') : this.say('p90', { time: durationWords(now.p90) }),
      change: this.timeChange(now.median, before.median),
    });
    return [
      { label: this.say('tiles.came'), value: whole(figures.came.now), change: this.change(figures.came) },
      { label: this.say('tiles.ended'), value: whole(figures.ended.now), change: this.change(figures.ended) },
      { label: this.say('tiles.firstAnswer'), ...time(figures.firstAnswer) },
      { label: this.say('tiles.outcome'), ...time(figures.outcome) },
      { label: this.say('tiles.overdueNow'), value: whole(figures.overdueNow), href: '/desk/worklist?view=overdue', detail: this.say('ofOpen', { open: whole(figures.openNow) }), isBad: figures.overdueNow > 0 },
      { label: this.say('tiles.missed'), value: whole(figures.missed.now), change: this.change(figures.missed) },
    ];
  }

  private chart({ days }: OverviewFigures): object {
    const chart = dayChart(days);
    const most = chart.columns.reduce((best, column) => (column.came > best.came ? column : best), { from: '', came: 0 });
    return {
      ...chart,
      unit: this.say(chart.isWeekly ? 'chart.weeks' : 'chart.days'),
      description: most.came === 0 ? this.say('chart.nothing') : this.say('chart.description', { most: whole(most.came), day: russianDate(startOfDay(most.from)) }),
      columns: chart.columns.map((column) => ({
        ...column,
        label: column.isLabelled ? shortDay.format(startOfDay(column.from)) : null,
        hint: this.say('chart.hint', { day: weekDay.format(startOfDay(column.from)), came: whole(column.came), ended: whole(column.ended) }),
      })),
    };
  }

  /** Rows with a bar for the period and a mark for the one before, all on one scale. */
  private bars(rows: readonly (Compared & { label: string })[]): object[] {
    const most = Math.max(1, ...rows.flatMap(({ now, before }) => [now, before]));
    return rows.map(({ label, now, before }) => ({
      label,
      now: whole(now),
      before: whole(before),
      change: signed(now - before),
      bar: { now: share(now, most), before: share(before, most) },
    }));
  }

  private shares<Row extends { label: string; now: number }>(rows: readonly Row[]): object[] {
    const most = Math.max(1, ...rows.map(({ now }) => now));
    return rows.map((row) => ({ ...row, now: whole(row.now), bar: { now: share(row.now, most) } }));
  }

  private spread({ count, median, p90 }: Spread): object {
    return { count: whole(count), median: median === null ? '—' : durationWords(median), p90: p90 === null ? '—' : durationWords(p90) };
  }

  private change({ now, before }: Compared): string {
    if (now === before) return this.say('change.same', { before: whole(before) });
    return this.say(now > before ? 'change.more' : 'change.less', { difference: whole(Math.abs(now - before)), before: whole(before) });
  }

  private timeChange(now: number | null, before: number | null): string {
    if (before === null) return this.say('change.noTime');
    const change = now === null ? 'wasTime' : now === before ? 'sameTime' : now < before ? 'faster' : 'slower';
    return this.say(`change.${change}`, { before: durationWords(before) });
  }
}

function whole(value: number): string {
  return value.toLocaleString('ru-RU');
}

function signed(value: number): string {
  return value === 0 ? '0' : `${value > 0 ? '+' : '\u2212'}${whole(Math.abs(value))}`;
}

/** Width on a scale of a hundred; something is never nothing to the eye. */
function share(value: number, most: number): number {
  return value === 0 ? 0 : Math.max(1, Math.round((value / most) * SHARE_WIDTH * 10) / 10);
}

function stacked(parts: readonly { state: string; count: number }[], total: number): { state: string; x: number; width: number }[] {
  let x = 0;
  return parts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => {
      const part = { state, x: Math.round(x * 10) / 10, width: Math.round((count / total) * SHARE_WIDTH * 10) / 10 };
      x += (count / total) * SHARE_WIDTH;
      return part;
    });
}
