import { isAlive, type SessionFacts, stageOf } from './session-life.js';

const start = new Date('2026-11-24T09:00:00Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const session = (change: Partial<SessionFacts> = {}): SessionFacts => ({
  method: 'password',
  secondFactorAt: null,
  createdAt: start,
  lastSeenAt: start,
  endedAt: null,
  role: 'operator',
  hasSecondFactor: false,
  disabledAt: null,
  ...change,
});

describe('session', () => {
  it.each<[Partial<SessionFacts>, string]>([
    [{}, 'full'],
    [{ hasSecondFactor: true }, 'code'],
    [{ hasSecondFactor: true, secondFactorAt: start }, 'full'],
    [{ role: 'administrator' }, 'enrolment'],
    [{ role: 'administrator', secondFactorAt: start }, 'enrolment'],
    [{ role: 'administrator', hasSecondFactor: true }, 'code'],
    [{ role: 'administrator', hasSecondFactor: true, secondFactorAt: start }, 'full'],
    [{ role: 'administrator', method: 'oidc' }, 'full'],
    [{ hasSecondFactor: true, method: 'oidc' }, 'full'],
  ])('%j is %s', (change, stage) => {
    expect(stageOf(session(change))).toBe(stage);
  });

  it.each<[Partial<SessionFacts>, number, boolean]>([
    [{}, 119, true],
    [{}, 121, false],
    [{ lastSeenAt: after(700) }, 719, true],
    [{ lastSeenAt: after(720) }, 721, false],
    [{ hasSecondFactor: true }, 9, true],
    [{ hasSecondFactor: true }, 11, false],
    [{ endedAt: after(1) }, 2, false],
    [{ disabledAt: after(1) }, 2, false],
  ])('%j after %d minutes: alive %s', (change, minutes, alive) => {
    expect(isAlive(session(change), after(minutes))).toBe(alive);
  });
});
