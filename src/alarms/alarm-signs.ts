import type { AlarmSettings } from '../config/alarm-settings.js';

/** What can be an alarm, in the order in which it is shown. */
export const ALARM_KINDS = [
  'workers', 'unsent', 'queue', 'backlog', 'disk', 'databaseSize', 'mail', 'inbox', 'serviceDesk', 'directory', 'calendarThisYear', 'calendarNextYear',
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
  /** It ended in order. */
  signedOff: boolean;
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

/** Who gives signs of life. */
function living(beats: readonly Beat[], silentSeconds: number): Beat[] {
  return beats.filter(({ silence, signedOff }) => !signedOff && silence <= silentSeconds);
}

/**
 * The workers that give signs of life, and how many stopped without a word. Whoever starts takes the place of one whose last sign was before,
 * for good: neither a loop of crashes nor the successor's own end in order brings the dead one back.
 */
export function workerCount(beats: readonly Beat[], silentSeconds: number): { live: number; silent: number } {
  const workers = beats.filter(({ isWorker }) => isWorker).sort((a, b) => b.age - a.age);
  const missed = new Set<Beat>();
  for (const worker of workers) {
    const [place] = [...missed].filter(({ silence }) => silence > worker.age).sort((a, b) => b.silence - a.silence);
    if (place) missed.delete(place);
    if (!worker.signedOff && worker.silence > silentSeconds) missed.add(worker);
  }
  return { live: living(workers, silentSeconds).length, silent: missed.size };
}

/** The fullest disk of the processes that live. */
export function fullestDisk(beats: readonly Beat[], silentSeconds: number): { free: number; total: number } | null {
  const disks = living(beats, silentSeconds).flatMap(({ diskFree, diskTotal }) => (diskFree !== null && diskTotal ? [{ free: diskFree, total: diskTotal }] : []));
  return disks.sort((a, b) => a.free / a.total - b.free / b.total)[0] ?? null;
}

/** Which alarms one look gives reason for. What only one process can see is told by its beat; a silent one tells nothing. */
export function alarmSigns(reading: AlarmReading, limits: AlarmSettings): Map<AlarmKind, AlarmFigures> {
  const { beats, oldestUnsent, oldestDue, due, dueBefore, databaseBytes } = reading;
  const signs = new Map<AlarmKind, AlarmFigures>();
  const failing = new Set(living(beats, limits.silentSeconds).flatMap((beat) => beat.failing));
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
