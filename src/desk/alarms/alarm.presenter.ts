import { Inject, Injectable } from '@nestjs/common';
import type { AlarmRecord } from '../../alarms/alarm-record.js';
import { fullestDisk, workerCount } from '../../alarms/alarm-signs.js';
import { AlarmsService } from '../../alarms/alarms.service.js';
import { Config } from '../../config/config.js';
import { russianDateTime } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { durationWords } from '../overview/duration-words.js';

const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;
const tenths = (value: number): string => value.toFixed(1).replace('.', ',');

/** Alarms and numbers in words. */
@Injectable()
export class AlarmPresenter {
  constructor(
    private readonly alarms: AlarmsService,
    private readonly templates: TemplatesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  standing({ id, kind, begunAt, figures }: AlarmRecord, now: Date): object {
    const sentence = `alarms.figures.${kind}`;
    return {
      id,
      title: this.title(kind),
      meaning: this.templates.message(`health.${kind}.issue`),
      action: this.templates.message(`health.${kind}.action`),
      figures: this.templates.hasMessage(sentence) && Object.keys(figures).length > 0 ? this.templates.message(sentence, figures) : null,
      since: russianDateTime(begunAt),
      lasts: minutesBetween(begunAt, now),
    };
  }

  ended({ kind, begunAt, endedAt }: AlarmRecord): object {
    return { title: this.title(kind), begun: russianDateTime(begunAt), ended: endedAt && russianDateTime(endedAt), lasted: endedAt && minutesBetween(begunAt, endedAt) };
  }

  /** What the last look of this process has counted; none before it. */
  figures(): object | null {
    const { lastReading } = this.alarms;
    if (!lastReading) return null;
    const { silentSeconds, databaseLimitBytes } = this.config.alarms;
    const { beats, oldestUnsent, due, databaseBytes } = lastReading;
    const disk = fullestDisk(beats, silentSeconds);
    const say = (kind: string, params: object): string => this.templates.message(`alarms.now.${kind}`, params);
    return {
      workers: say('workers', workerCount(beats, silentSeconds)),
      unsent: say('unsent', { late: oldestUnsent >= 60 ? durationWords(oldestUnsent / 60) : null }),
      backlog: say('backlog', { due: String(due) }),
      disk: say('disk', disk ? { known: true, percent: String(Math.floor((disk.free / disk.total) * 100)), free: tenths(disk.free / GIGABYTE), total: tenths(disk.total / GIGABYTE) } : {}),
      database: say('databaseSize', { megabytes: Math.ceil(databaseBytes / MEGABYTE), limit: databaseLimitBytes && databaseLimitBytes / MEGABYTE }),
    };
  }

  private title(kind: string): string {
    const title = this.templates.message(`alarms.titles.${kind}`);
    return title.charAt(0).toUpperCase() + title.slice(1);
  }
}

function minutesBetween(from: Date, to: Date): string {
  return durationWords((to.getTime() - from.getTime()) / 60_000);
}
