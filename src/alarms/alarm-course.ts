import type { AlarmKind } from './alarm-signs.js';

/** An alarm that has not ended; without `begunAt` it was seen by one look only. */
export interface OpenAlarm {
  id: string;
  kind: AlarmKind;
  seenAt: Date;
  begunAt: Date | null;
  calmSince: Date | null;
  /** How often this kind has ended within the last day. */
  endedLately: number;
}

/** What a look does to an alarm. */
export type AlarmStep =
  | { step: 'suspect'; kind: AlarmKind }
  | { step: 'forget' | 'begin' | 'go-on' | 'calm-down' | 'end'; kind: AlarmKind; id: string };

/** Times in milliseconds. */
export interface AlarmTimes {
  /** How far apart two looks have to see the same. */
  hold: number;
  /** How long nothing must be seen. */
  calm: number;
}

/** An alarm that keeps coming back needs up to eight times the calm to end. */
const MOST_DOUBLINGS = 3;

/**
 * One look: nothing begins that only one look has seen, and nothing ends before it was calm for long enough, so that what comes and goes
 * is one alarm.
 */
export function alarmCourse(open: readonly OpenAlarm[], seen: ReadonlySet<AlarmKind>, now: Date, times: AlarmTimes): AlarmStep[] {
  const known = new Set(open.map(({ kind }) => kind));
  const steps: AlarmStep[] = [...seen].filter((kind) => !known.has(kind)).map((kind) => ({ step: 'suspect', kind }));
  for (const alarm of open) {
    const step = next(alarm, seen.has(alarm.kind), now, times);
    if (step) steps.push({ step, kind: alarm.kind, id: alarm.id });
  }
  return steps;
}

function next({ seenAt, begunAt, calmSince, endedLately }: OpenAlarm, isSeen: boolean, now: Date, { hold, calm }: AlarmTimes): Exclude<AlarmStep['step'], 'suspect'> | null {
  if (begunAt === null) {
    if (!isSeen) return 'forget';
    return now.getTime() - seenAt.getTime() >= hold ? 'begin' : null;
  }
  if (isSeen) return 'go-on';
  if (calmSince === null) return 'calm-down';
  return now.getTime() - calmSince.getTime() >= calm * 2 ** Math.min(endedLately, MOST_DOUBLINGS) ? 'end' : null;
}
