import { alarmCourse, type AlarmStep, type OpenAlarm } from './alarm-course.js';

const now = new Date('2026-11-24T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const times = { hold: 15_000, calm: 600_000 };
const alarm = (change: Partial<OpenAlarm> = {}): OpenAlarm => ({ id: '1', kind: 'disk', seenAt: ago(3600), begunAt: ago(3500), calmSince: null, endedLately: 0, ...change });
const steps = (open: OpenAlarm[], isSeen: boolean): AlarmStep['step'][] => alarmCourse(open, new Set(isSeen ? ['disk' as const] : []), now, times).map(({ step }) => step);

describe('the course of an alarm', () => {
  it.each<[what: string, open: OpenAlarm[], isSeen: boolean, steps: AlarmStep['step'][]]>([
    ['nothing known, nothing seen', [], false, []],
    ['seen for the first time', [], true, ['suspect']],
    ['seen by another process at the same moment', [alarm({ begunAt: null, seenAt: ago(1) })], true, []],
    ['seen again', [alarm({ begunAt: null, seenAt: ago(15) })], true, ['begin']],
    ['not seen again', [alarm({ begunAt: null, seenAt: ago(30) })], false, ['forget']],
    ['goes on', [alarm()], true, ['go-on']],
    ['calms down', [alarm()], false, ['calm-down']],
    ['calm, not for long enough', [alarm({ calmSince: ago(599) })], false, []],
    ['comes back while calming down', [alarm({ calmSince: ago(599) })], true, ['go-on']],
    ['calm for long enough', [alarm({ calmSince: ago(600) })], false, ['end']],
    ['calm for long enough, but it has come back twice today', [alarm({ calmSince: ago(2399), endedLately: 2 })], false, []],
    ['calm for four times as long after that', [alarm({ calmSince: ago(2400), endedLately: 2 })], false, ['end']],
    ['never asked for more than eight times the calm', [alarm({ calmSince: ago(4800), endedLately: 50 })], false, ['end']],
  ])('%s', (_, open, isSeen, expected) => {
    expect(steps(open, isSeen)).toEqual(expected);
  });

  it('keeps the kinds apart', () => {
    expect(alarmCourse([alarm()], new Set(['inbox' as const]), now, times)).toEqual([{ step: 'suspect', kind: 'inbox' }, { step: 'calm-down', kind: 'disk', id: '1' }]);
  });
});
