import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { apiCase, ApiClient } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import type { DeskClient } from '../support/desk-client.js';
import { plantDirectory } from '../support/directory-scene.js';

describe('rules at the desk', () => {
  let scene: AccountsScene;
  let administrator: DeskClient;
  let api: ApiClient;
  let client: pg.Client;
  const period = { from: '2020-01-01', to: '2099-12-31' };

  beforeAll(async () => {
    scene = await AccountsScene.start();
    administrator = scene.admin;
    api = new ApiClient(scene.stranger().baseUrl);
    client = new pg.Client({ connectionString: scene.app.databaseUrl });
    await client.connect();
    await plantDirectory(client, [{ fullName: 'Иваннова Мария Петровна', organizationInn: '7299000007' }]);
  });
  afterAll(async () => {
    await client?.end();
    await scene?.close();
  });

  const file = async (): Promise<CreatedCaseView> => (await api.createCase(apiCase(), makeCertificate())).body as CreatedCaseView;

  it('are tried on past cases, switched on for new ones, and off again', async () => {
    const past = await file();
    expect(past.verdict).toMatchObject({ ruleId: 'R4', ruleVersion: 1 });
    expect(await administrator.post('/desk/rules/R4.2/on', {})).toMatchObject({ status: 409 });
    expect(await administrator.post('/desk/rules/R4.2/dry-run', { from: '01.12.2026', to: '2026-11-01' })).toMatchObject({ status: 422, text: expect.stringContaining('Последний день раньше первого') as unknown });
    expect(await administrator.post('/desk/rules/R9.7/dry-run', period)).toMatchObject({ status: 404 });

    const begun = await administrator.post('/desk/rules/R4.2/dry-run', period);
    expect(begun).toMatchObject({ status: 303 });
    const task = await eventually(async () => {
      const { text } = await administrator.get(begun.location);
      return text.includes('Готово') && text;
    });
    expect(task).toContain('Изменилось бы решений: 1');
    expect(task).toContain(past.number);
    expect([task.includes('Что изменилось бы'), task.includes('Что не сделано')]).toEqual([true, false]);
    const tried = await administrator.get('/desk/rules');
    for (const words of [past.number, '(R4)', '(R7)', 'Включить редакцию']) expect(tried.text).toContain(words);
    expect((await api.withKey(past).get()).body).toMatchObject({ verdict: { ruleId: 'R4', ruleVersion: 1 } });

    expect(await administrator.post('/desk/rules/R4.2/on', {})).toMatchObject({ status: 303, location: '/desk/rules?done=rule-on' });
    expect((await file()).verdict).toMatchObject({ ruleId: 'R7' });
    expect((await administrator.get('/desk/rules')).text).toContain('Вернуть прежнюю редакцию');
    expect(await administrator.post('/desk/rules/R4.2/off', {})).toMatchObject({ status: 303 });
    expect((await file()).verdict).toMatchObject({ ruleId: 'R4', ruleVersion: 1 });
    const { rows } = await client.query<{ action: string }>("SELECT action FROM audit_log WHERE subject = 'rule:R4' ORDER BY at");
    expect(rows.map(({ action }) => action)).toEqual(['rule.switched-on', 'rule.switched-off']);
  });

  it('are for administrators only', async () => {
    const operator = (await scene.newcomer('operator')).client;
    expect(await operator.get('/desk/rules')).toMatchObject({ status: 403 });
    expect(await operator.post('/desk/rules/R4.2/off', {})).toMatchObject({ status: 403 });
  });
});
