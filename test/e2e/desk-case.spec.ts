import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { ApiClient, apiCase, type CaseChange } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import type { DeskClient } from '../support/desk-client.js';

describe('a case at the desk', () => {
  let scene: AccountsScene;
  let operator: DeskClient;
  let api: ApiClient;

  beforeAll(async () => {
    scene = await AccountsScene.start();
    operator = (await scene.newcomer('operator')).client;
    api = new ApiClient(scene.stranger().baseUrl);
  });
  afterAll(() => scene?.close());

  async function newCase(change: CaseChange = {}): Promise<CreatedCaseView> {
    return (await api.createCase(apiCase(change), makeCertificate())).body as CreatedCaseView;
  }

  /** Posts a form of the case page with the version that the page shows. */
  async function act(number: string, action: string, fields: Record<string, string> = {}): Promise<{ status: number; location: string; text: string; html: string }> {
    return operator.post(`/desk/cases/${number}/${action}`, { version: await version(number), ...fields });
  }

  async function version(number: string): Promise<string> {
    return /name="version" value="(\d+)"/.exec((await operator.get(`/desk/cases/${number}`)).html)?.[1] ?? '';
  }

  it('is taken, decided over the rules, answered and resolved, and the applicant hears of it', async () => {
    const created = await newCase({ facts: { userRegistered: 'unknown' } });
    const { number } = created;
    expect(created.verdict.ruleId).toBe('R7');
    expect(await act(number, 'take')).toMatchObject({ status: 303, location: `/desk/cases/${number}?done=case-take` });
    expect(await act(number, 'note', { text: 'Позвонить в приёмную' })).toMatchObject({ status: 303 });
    expect(await act(number, 'decide', { category: 'user-missing', route: 'letter-email', reason: 'В справочнике такого нет' })).toMatchObject({ status: 303 });
    const decided = await api.withKey(created).get();
    expect(decided.body).toMatchObject({ status: 'awaiting-signed-letter', verdict: { ruleId: 'R7' } });
    expect(await act(number, 'answer', { kind: 'question', text: 'Кто подпишет письмо?' })).toMatchObject({ status: 303 });
    expect((await api.withKey(created).get()).body).toMatchObject({ status: 'awaiting-applicant' });
    await api.withKey(created).message('Главный врач');
    expect((await api.withKey(created).get()).body).toMatchObject({ status: 'awaiting-operator' });
    expect(await act(number, 'resolve', { outcome: 'registered', text: 'Теперь можно войти' })).toMatchObject({ status: 303 });

    const page = await operator.get(`/desk/cases/${number}`);
    for (const words of ['Решение оператора', 'В справочнике такого нет', 'Позвонить в приёмную', 'Главный врач', 'пользователь зарегистрирован']) expect(page.text).toContain(words);
    const seen = (await api.withKey(created).get()).body as CreatedCaseView;
    const told = seen.timeline.map(({ text }) => text).join('\n');
    expect(seen.status).toBe('resolved');
    expect(told).toContain('Кто подпишет письмо?');
    expect(told).not.toContain('Позвонить в приёмную');
    const answer = await eventually(async () => (await scene.app.mails()).find(({ subject }) => subject?.includes(number) && subject.includes('завершено')));
    expect(answer.text).toContain('Теперь можно войти');
  });

  it('refuses a save over a newer change and gives back what was typed', async () => {
    const { number } = await newCase();
    const old = await version(number);
    await act(number, 'note', { text: 'Кто-то был быстрее' });
    const refused = await operator.post(`/desk/cases/${number}/note`, { version: old, text: 'Моя заметка' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('кто-то изменил обращение');
    expect(refused.text).toContain('Кто-то был быстрее');
    expect(refused.html).toContain('>Моя заметка</textarea>');
  });

  it('makes the letter again from corrected data and keeps the old one', async () => {
    const { number } = await newCase();
    const page = (await operator.get(`/desk/cases/${number}`)).html;
    const fields = Object.fromEntries([...page.matchAll(/<input class="form-control" id="[^"]+" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    expect(await act(number, 'correct', { ...fields, 'organization.headName': '' })).toMatchObject({ status: 422 });
    expect(await act(number, 'correct', { ...fields, 'organization.headName': 'Сидоров Пётр Ильич' })).toMatchObject({ status: 303 });
    expect((await operator.get(`/desk/cases/${number}`)).text).toContain('прежних версий: 1');
    const preview = await operator.get(`/desk/cases/${number}/letter-preview.pdf`);
    expect(preview.status).toBe(200);
    expect(preview.html.slice(0, 5)).toBe('%PDF-');
  });

  it('goes another way, counted as one delivery, and is joined to its twin', async () => {
    const first = await newCase();
    const second = await newCase();
    expect(await act(second.number, 'reroute', { route: 'service-desk' })).toMatchObject({ status: 303 });
    const rerouted = await eventually(async () => {
      const view = (await api.withKey(second).get()).body as CreatedCaseView;
      return view.status === 'awaiting-operator' && view;
    });
    expect(rerouted.deliveries.filter(({ channel }) => channel !== 'notice').map(({ channel, state }) => [channel, state])).toEqual([
      ['email', 'cancelled'],
      ['service-desk', 'sent'],
    ]);
    const twin = /name="into" value="([^"]+)"><button[^>]*>Объединить с&nbsp;([\d-]+)</.exec((await operator.get(`/desk/cases/${second.number}`)).html);
    expect(twin).not.toBeNull();
    expect(await act(second.number, 'merge', { into: twin?.[1] ?? '' })).toMatchObject({ status: 303 });
    expect((await api.withKey(second).get()).body).toMatchObject({ status: 'resolved' });
    expect(await act(second.number, 'reopen', { text: 'Ошиблись' })).toMatchObject({ status: 303 });
    expect((await api.withKey(first).get()).body).toMatchObject({ status: 'awaiting-signed-letter' });
  });

  it('is closed to the street and unknown where it is not', async () => {
    const { number } = await newCase();
    expect(await scene.stranger().get(`/desk/cases/${number}`)).toMatchObject({ status: 303 });
    expect((await scene.stranger().post(`/desk/cases/${number}/take`, { version: '1' })).status).not.toBe(200);
    expect((await operator.get('/desk/cases/2026-999999')).status).toBe(404);
    expect((await operator.get(`/desk/cases/${number}/files/..%2f..%2fsecrets.json`)).status).toBe(404);
  });
});
