import { alarmSettings } from '../config/alarm-settings.js';
import { ALARM_KINDS, type AlarmReading, alarmSigns, type Beat, fullestDisk, slowsPeopleDown, workerCount } from './alarm-signs.js';
import { TemplatesService } from '../platform/templates.service.js';

const MB = 1024 * 1024;
const limits = alarmSettings({
  ALARM_CHECK_SECONDS: 30, ALARM_CALM_SECONDS: 600, ALARM_UNSENT_SECONDS: 300, ALARM_SILENT_SECONDS: 180, ALARM_BACKLOG: 500, ALARM_DISK_FREE_PERCENT: 10, DATABASE_LIMIT_MB: 1000,
});
const beat = (change: Partial<Beat> = {}): Beat => ({ isWorker: true, age: 3600, silence: 5, signedOff: false, failing: [], diskFree: 50 * MB, diskTotal: 100 * MB, ...change });
const calm: AlarmReading = { beats: [beat()], oldestUnsent: 0, oldestDue: 0, due: 0, dueBefore: 0, databaseBytes: 10 * MB };
const signs = (change: Partial<AlarmReading>) => Object.fromEntries(alarmSigns({ ...calm, ...change }, limits));

describe('signs of alarms', () => {
  it.each<[what: string, reading: Partial<AlarmReading>, signs: object]>([
    ['a calm service', {}, {}],
    ['a service that has just started', { beats: [], dueBefore: null }, {}],
    ['a delivery that is five minutes late', { oldestUnsent: 300 }, {}],
    ['a delivery that is later', { oldestUnsent: 421 }, { unsent: { minutes: 7 } }],
    ['a worker that is silent for three minutes', { beats: [beat({ silence: 180 })] }, {}],
    ['a worker that is silent for longer', { beats: [beat({ silence: 181 })] }, { workers: { live: 0, silent: 1 } }],
    ['a web process that is silent', { beats: [beat(), beat({ isWorker: false, silence: 999 })] }, {}],
    ['a silent worker and one that came after it', { beats: [beat({ silence: 900 }), beat({ age: 899 })] }, {}],
    ['a silent worker beside one that was there before', { beats: [beat({ silence: 900 }), beat({ age: 901 })] }, { workers: { live: 1, silent: 1 } }],
    ['two silent workers and one that came after them', { beats: [beat({ silence: 900 }), beat({ silence: 800 }), beat({ age: 60 })] }, { workers: { live: 1, silent: 1 } }],
    ['a loop of crashes that has ended', { beats: [beat({ age: 999, silence: 900 }), beat({ age: 899, silence: 800 }), beat({ age: 799, silence: 700 }), beat({ age: 699 })] }, {}],
    ['a loop of crashes that goes on', { beats: [beat({ age: 999, silence: 900 }), beat({ age: 899, silence: 800 })] }, { workers: { live: 0, silent: 1 } }],
    ['a worker that ended in order', { beats: [beat({ signedOff: true, silence: 900, failing: ['inbox'], diskFree: 0 })] }, {}],
    ['a silent worker whose successor ended in order', { beats: [beat({ age: 999, silence: 900 }), beat({ age: 800, silence: 700, signedOff: true })] }, {}],
    ['no worker, and nothing to do', { beats: [beat({ isWorker: false })], oldestDue: 180 }, {}],
    ['no worker, and a job that waits', { beats: [beat({ isWorker: false })], oldestDue: 181 }, { workers: { live: 0, silent: 0 } }],
    ['a long job under way', { oldestDue: 4000 }, {}],
    ['many jobs that become fewer', { due: 5000, dueBefore: 5001 }, {}],
    ['many jobs that do not', { due: 5001, dueBefore: 5001 }, { backlog: { due: 5001, dueBefore: 5001 } }],
    ['a flood within ten minutes', { due: 5000, dueBefore: 500 }, {}],
    ['a disk with a tenth free', { beats: [beat({ diskFree: 10 * MB })] }, {}],
    ['a disk with less, of one process of two', { beats: [beat(), beat({ diskFree: 9.9 * MB })] }, { disk: { percent: 9, megabytes: 9 } }],
    ['a full disk of a process that is gone', { beats: [beat(), beat({ isWorker: false, silence: 999, diskFree: 0 })] }, {}],
    ['a disk that does not say', { beats: [beat({ diskFree: null, diskTotal: null })] }, {}],
    ['a database at nine tenths', { databaseBytes: 900 * MB }, {}],
    ['a database near its limit', { databaseBytes: 950 * MB }, { databaseSize: { megabytes: 950, limit: 1000 } }],
    ['what one process says of itself', { beats: [beat(), beat({ failing: ['inbox', 'queue', 'database'] })] }, { inbox: {}, queue: {} }],
    ['what a process said that is gone', { beats: [beat(), beat({ isWorker: false, silence: 999, failing: ['inbox'] })] }, {}],
  ])('%s', (_, reading, expected) => {
    expect(signs(reading)).toEqual(expected);
  });

  it('know no limit of the database unless it is told', () => {
    expect(alarmSigns({ ...calm, databaseBytes: 1e15 }, { ...limits, databaseLimitBytes: null }).size).toBe(0);
  });

  it('count nobody where nobody is', () => {
    expect([workerCount([], 180), fullestDisk([], 180)]).toEqual([{ live: 0, silent: 0 }, null]);
  });

  it('have a title, a meaning and something to do for each kind', () => {
    const words = new TemplatesService();
    for (const kind of ALARM_KINDS) for (const key of [`alarms.titles.${kind}`, `health.${kind}.issue`, `health.${kind}.action`]) expect(words.message(key)).toMatch(/\p{Script=Cyrillic}/u);
    expect(ALARM_KINDS.filter((kind) => !slowsPeopleDown(kind))).toEqual(['directory', 'calendarNextYear']);
  });
});
