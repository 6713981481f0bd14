import type { AlarmSettings } from '../config/alarm-settings.js';

/** What can be an alarm, in the order in which it is shown. */
export const ALARM_KINDS = [
  'workers', 'unsent', 'queue', 'backlog', 'disk', 'databaseSize', 'inbox', 'serviceDesk', 'directory', 'calendarThisYear', 'calendarNextYear',
] as const;

export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Whether an operator notices it in his work. What stands for weeks and only an administrator can mend is not told on every page. */
export function slowsPeopleDown(kind: AlarmKind): boolean {
  return kind !== 'directory' && kind !== 'calendarNextYear';
}

/** A process's last sign of life and what it said of itself. */
export interface Beat {
  isWorker: boolean;
  /** Seconds since it started, and since the sign. */
  age: number;
  silence: number;
  /** Names of checks that fail there. */
  failing: readonly string[];
  /** Bytes; `null`: not known. */
  diskFree: number | null;
  diskTotal: number | null;
}

/** What one look has found. */
export interface AlarmReading {
  beats: readonly Beat[];
  /** Seconds that the delivery which waits longest is late; 0 when none is. */
  oldestUnsent: number;
  /** The same of any job. */
  oldestDue: number;
  /** Jobs whose time has come, now and ten minutes ago; `null`: not known for so long. */
  due: number;
  dueBefore: number | null;
  databaseBytes: number;
}

/** Numbers for the sentence `alarms.figures.<kind>`. */
export type AlarmFigures = Record<string, number>;

/** Nine tenths of a limit are near it. */
const NEAR = 0.9;
const MEGABYTE = 1024 * 1024;

/** The workers that give signs of life, and how many stopped without a word and were replaced by none that started later. */
export function workerCount(beats: readonly Beat[], silentSeconds: number): { live: number; silent: number } {
  const workers = beats.filter(({ isWorker }) => isWorker);
  const silent = workers.filter(({ silence }) => silence > silentSeconds);
  const live = workers.filter(({ silence }) => silence <= silentSeconds);
  const newcomers = live.filter(({ age }) => silent.some(({ silence }) => age < silence));
  return { live: live.length, silent: Math.max(0, silent.length - newcomers.length) };
}

/** The fullest disk of the processes that live. */
export function fullestDisk(beats: readonly Beat[], silentSeconds: number): { free: number; total: number } | null {
  const disks = beats.flatMap(({ silence, diskFree, diskTotal }) => (silence <= silentSeconds && diskFree !== null && diskTotal ? [{ free: diskFree, total: diskTotal }] : []));
  return disks.sort((a, b) => a.free / a.total - b.free / b.total)[0] ?? null;
}

/** Which alarms one look gives reason for. What only one process can see is told by its beat; a silent one tells nothing. */
export function alarmSigns(reading: AlarmReading, limits: AlarmSettings): Map<AlarmKind, AlarmFigures> {
  const { beats, oldestUnsent, oldestDue, due, dueBefore, databaseBytes } = reading;
  const signs = new Map<AlarmKind, AlarmFigures>();
  const failing = new Set(beats.filter(({ silence }) => silence <= limits.silentSeconds).flatMap((beat) => beat.failing));
  for (const kind of ALARM_KINDS) if (failing.has(kind)) signs.set(kind, {});

  const workers = workerCount(beats, limits.silentSeconds);
  if (workers.silent > 0 || (workers.live === 0 && oldestDue > limits.silentSeconds)) signs.set('workers', workers);
  if (oldestUnsent > limits.unsentSeconds) signs.set('unsent', { minutes: Math.floor(oldestUnsent / 60) });
  if (dueBefore !== null && dueBefore > limits.backlog && due >= dueBefore) signs.set('backlog', { due, dueBefore });
  const disk = fullestDisk(beats, limits.silentSeconds);
  if (disk && disk.free / disk.total < limits.diskFreePercent / 100) signs.set('disk', { percent: Math.floor((disk.free / disk.total) * 100), megabytes: Math.floor(disk.free / MEGABYTE) });
  const { databaseLimitBytes } = limits;
  if (databaseLimitBytes !== null && databaseBytes > databaseLimitBytes * NEAR) {
    signs.set('databaseSize', { megabytes: Math.floor(databaseBytes / MEGABYTE), limit: Math.floor(databaseLimitBytes / MEGABYTE) });
  }
  return signs;
}
