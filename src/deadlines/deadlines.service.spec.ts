import type { HealthCheck, HealthService } from '../platform/health.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import { WAITS_FOR, type StatusChange } from './case-clock.js';
import { DeadlinePresenter } from './deadline.presenter.js';
import type { SettingsService } from '../settings/settings.service.js';
import { TERMS, WARNING_SHARE, withFigures } from './deadline-rules.js';
import { DeadlinesService } from './deadlines.service.js';
import { wall } from './deadlines.fixtures.js';

const templates = new TemplatesService();

function desk(time: string) {
  const checks: HealthCheck[] = [];
  const health = { register: (check: HealthCheck) => checks.push(check) } as unknown as HealthService;
  const settings = { revision: '0', terms: withFigures({}, WARNING_SHARE), calendars: [] } as unknown as SettingsService;
  const deadlines = new DeadlinesService(templates, { now: () => wall(time) }, health, settings);
  deadlines.onModuleInit();
  const alarms = checks.filter(({ check }) => {
    try {
      void check();
      return false;
    } catch {
      return true;
    }
  });
  return { deadlines, presenter: new DeadlinePresenter(templates, deadlines), checks, alarms: alarms.map(({ name }) => name) };
}

const change = (status: StatusChange['status'], at: string): StatusChange => ({ status, at: wall(at) });

describe('DeadlinesService', () => {
  it('raises an alarm for a missing calendar, and never takes the process out of service for it', () => {
    expect(desk('2026-11-22 12:00').alarms).toEqual([]);
    expect(desk('2026-12-01 00:00').alarms).toEqual(['calendarNextYear']);
    expect(desk('2027-01-01 00:00').alarms).toEqual(['calendarThisYear']);
    for (const { name, severity } of desk('2026-11-22 12:00').checks) {
      expect(severity).toBe('alarm');
      expect(templates.hasMessage(`health.${name}.issue`) && templates.hasMessage(`health.${name}.action`)).toBe(true);
    }
  });

  it('counts on the calendar of the project, as of its clock', () => {
    const history = [change('awaiting-operator', '2026-04-30 16:00')];
    expect(desk('2026-04-30 16:30').deadlines.next({ category: 'needs-triage', history })).toEqual({
      term: 'first-answer', dueAt: wall('2026-05-04 12:00'), warnAt: wall('2026-05-04 11:00'),
    });
  });
});

describe('DeadlinePresenter', () => {
  const texts = (now: string, history: StatusChange[]) => {
    const { deadlines, presenter } = desk(now);
    return deadlines.of({ category: 'needs-triage', history }).map((deadline) => presenter.present(deadline));
  };
  const taken = change('awaiting-operator', '2026-11-23 10:00');
  const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

  it.each([
    ['2026-11-23 11:15', [taken], 'Срок — 15:00, осталось 2 ч 45 мин'],
    ['2026-11-23 14:15', [taken], 'Срок скоро истечёт — 15:00, осталось 45 мин'],
    ['2026-11-23 15:00', [taken], 'Срок истекает — 15:00'],
    ['2026-11-24 11:00', [taken], 'Просрочено, срок был 23 ноября в 15:00'],
    ['2026-11-24 11:00', [taken, change('sent', '2026-11-23 11:00')], 'Сделано в срок: 1 ч из 4 ч'],
    ['2026-11-24 11:00', [taken, change('sent', '2026-11-23 16:00')], 'Сделано с опозданием: срок был 23 ноября в 15:00, сделано 23 ноября в 16:00'],
  ])('says at %s where the first answer stands', (now, history, text) => {
    expect(plain(texts(now, history)[0]?.text)).toBe(text);
  });

  it('says for whom a paused outcome waits', () => {
    expect(plain(texts('2026-11-24 11:00', [taken, change('sent', '2026-11-23 11:00')])[1]?.text)).toBe('Срок не идёт: ждём Управление или поддержку. Использовано 1 ч из 16 ч');
    expect(plain(texts('2026-12-01 11:00', [taken, change('awaiting-applicant', '2026-11-30 11:00')])[1]?.text)).toBe(
      'Просрочено, срок был 25 ноября в 10:00. Сейчас ждём заявителя',
    );
  });

  it('explains the sum, and says that the term is our own', () => {
    const [view] = texts('2026-11-23 12:00', [taken]);
    expect(view).toMatchObject({ term: 'first-answer', label: 'Первый ответ', dueAt: '2026-11-23T10:00:00.000Z' });
    expect(view?.notes.map(plain)).toEqual([expect.stringMatching(/^На это отводится 4 ч .* закон его не задаёт/)]);
    expect(view?.sum.map(({ reason, minutes, total, ahead }) => [reason, minutes, total, ahead].map((cell) => (typeof cell === 'string' ? plain(cell) : cell)))).toEqual([
      ['рабочее время', '2 ч', '2 ч', false],
      ['рабочее время', '1 ч', '3 ч', true],
      ['обед', '', '3 ч', true],
      ['рабочее время', '1 ч', '4 ч', true],
    ]);
  });

  it('names the years that were counted without holidays', () => {
    const outcome = texts('2026-12-30 12:00', [change('awaiting-operator', '2026-12-30 10:00')])[1];
    expect(outcome?.notes[1]).toContain('календаря на 2027 г.');
  });

  it('has words for every term, status and pause', () => {
    const keys = [
      ...TERMS.map((term) => `terms.${term}`),
      ...Object.keys(WAITS_FOR).map((status) => `statuses.${status}`),
      ...['counted', 'lunch', 'night', 'weekend', 'holiday', 'applicant', 'department', 'service'].map((row) => `rows.${row}`),
      ...['calendarDamaged', 'states.overduePaused'],
    ];
    expect(keys.filter((key) => !templates.hasMessage(`deadlines.${key}`))).toEqual([]);
  });
});
