import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_ACTIONS } from '../../accounts/audit-actions.js';
import type { AuditRow } from '../../accounts/audit.queries.js';
import type { DeadlinePresenter } from '../../deadlines/deadline.presenter.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { auditFilter, auditQuery } from './audit-address.js';
import { AuditPresenter } from './audit.presenter.js';

const templates = new TemplatesService();
const presenter = new AuditPresenter(templates, { duration: (minutes: number) => `${minutes} мин` } as DeadlinePresenter);
const entry = (change: Partial<AuditRow>): AuditRow => ({ id: '1', at: new Date('2026-11-24T07:00:00Z'), action: 'account.disabled', subject: 'account:1', details: {}, actorName: 'Петрова', actorEmail: 'petrova@example.ru', subjectName: 'Ким', ...change });

describe('the audit log', () => {
  it('has a sentence for every action, and no action that is written nowhere', () => {
    const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.service.ts') || name.endsWith('.controller.ts'))
      .map((name) => readFileSync(join('src', name), 'utf8'))
      .join('\n');
    expect(AUDIT_ACTIONS.filter((action) => !templates.hasMessage(`audit.actions.${action}`))).toEqual([]);
    expect(AUDIT_ACTIONS.filter((action) => !source.includes(`'${action}'`))).toEqual([]);
    expect([...new Set(AUDIT_ACTIONS.map((action) => action.split('.')[0]))].filter((group) => !templates.hasMessage(`audit.groups.${group}`))).toEqual([]);
  });

  it.each<[Partial<AuditRow>, string, string]>([
    [{ action: 'account.invited', details: { role: 'operator' } }, 'Приглашение отправлено, роль: Оператор', 'Ким'],
    [{ action: 'account.signed-in', details: { step: 'oidc' } }, 'Вход выполнен: через организацию', 'Ким'],
    [{ action: 'settings.changed', subject: 'setting:letter-signature', subjectName: null, details: { version: 2, before: 'required', after: 'optional' } }, 'Настройка изменена, версия 2: было «Письмо ждёт скан с подписью», стало «Письмо уходит сразу, без подписи»', 'Подпись письма'],
    [{ action: 'settings.changed', subject: 'setting:agency-email', subjectName: null, details: { version: 1 } }, 'Настройка изменена, версия 1', 'Почта Управления'],
    [{ action: 'settings.changed', subject: 'setting:deadlines', subjectName: null, details: { version: 1, 'first-answer': '480 → 240', warningPercent: '75 → 50' } }, 'Настройка изменена, версия 1: Первый ответ (first-answer): 480 мин → 240 мин; предупреждение: 75 → 50 %', 'Сроки'],
    [{ action: 'settings.reset', subject: 'setting:calendar-2027', subjectName: null, details: { version: 3 } }, 'Настройке возвращено прежнее значение, версия 3', 'Календарь 2027 года'],
    [{ action: 'queue.removed', subject: 'queue:deliver', subjectName: null }, 'Запись о сбое задания убрана', 'Очередь «Отправка»'],
  ])('says %j', (change, what, subject) => {
    expect(presenter.line(entry(change))).toMatchObject({ what, subject, who: 'Петрова' });
  });

  it('says who nobody was', () => {
    expect(presenter.line(entry({ actorName: null, action: 'account.sign-in-failed' })).who).toBe('Без входа');
    expect(presenter.line(entry({ actorName: null, action: 'account.made-by-settings' })).who).toBe('Сервис');
  });

  it('is narrowed by its address; what an address says wrongly narrows nothing', () => {
    const address = { by: 'service', action: 'settings', from: '2026-11-24', to: '2026-11-24' };
    expect(auditFilter(address)).toEqual({ by: 'service', actions: ['settings.changed', 'settings.reset'], from: new Date('2026-11-23T19:00:00Z'), until: new Date('2026-11-24T19:00:00Z') });
    expect(auditQuery({ ...address, by: '', to: '' }, { before: '7' })).toBe('?action=settings&from=2026-11-24&before=7');
    expect(auditFilter({ by: "1' OR 1=1", action: 'x', from: '2026-13-01', to: 'вчера' })).toEqual({});
  });
});
