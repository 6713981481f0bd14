import type { TaskRecord } from './task-record.js';

/** Fewer things than this, or less time, say nothing about the rest. */
const LEAST_SAMPLE = 3;
const LEAST_MS = 2_000;

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** A span as people say it. */
export interface RoughTime {
  unit: 'moment' | 'minutes' | 'hours';
  count: number;
}

/** Seconds that are left at the pace of this run (a pause before it does not count); `null` while that cannot be said. */
export function secondsLeft(task: Pick<TaskRecord, 'state' | 'total' | 'done' | 'failed' | 'claimedAt' | 'claimedCount'>, now: Date): number | null {
  const { state, total, done, failed, claimedAt, claimedCount } = task;
  if (state !== 'running' || total === null || claimedAt === null) return null;
  const through = done + failed - claimedCount;
  const passed = now.getTime() - claimedAt.getTime();
  if (through < LEAST_SAMPLE || passed < LEAST_MS) return null;
  return ((Math.max(0, total - done - failed) / through) * passed) / 1000;
}

/** Half a minute is a moment; up to an hour in minutes, then in hours. */
export function roughly(seconds: number): RoughTime {
  if (seconds < MINUTE_S / 2) return { unit: 'moment', count: 0 };
  if (seconds < HOUR_S - MINUTE_S / 2) return { unit: 'minutes', count: Math.max(1, Math.round(seconds / MINUTE_S)) };
  return { unit: 'hours', count: Math.max(1, Math.round(seconds / HOUR_S)) };
}
