import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { AccountsScene, PASSWORD } from '../support/accounts-scene.js';
import { ApiClient, apiCase, type CaseChange } from '../support/api-client.js';
import { eventually, startApp } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { DeskClient } from '../support/desk-client.js';

describe('a case at the desk', () => {
  let scene: AccountsScene;
  let operator: DeskClient;
  let api: ApiClient;

  beforeAll(async () => {
    scene = await AccountsScene.start({ UNDO_SECONDS: '50' });
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

  /** The seconds in which an action could be taken back are over. */
  async function letLeave(): Promise<void> {
    scene.pass(1);
    await scene.database.query("UPDATE outbox SET due_at = now() WHERE due_at > now() AND due_at < now() + interval '5 minutes'");
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
    await letLeave();
    const answer = await eventually(async () => (await scene.app.mails()).find(({ subject }) => subject?.includes(number) && subject.includes('завершено')));
    expect(answer.text).toContain('Теперь можно войти');
  });

  it('refuses a save over a newer change and gives back what was typed', async () => {
    const { number } = await newCase();
    const old = await version(number);
    await act(number, 'note', { text: 'Кто-то был быстрее' });
    const refused = await operator.post(`/desk/cases/${number}/note`, { version: old, text: 'Моя заметка' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Пока вы работали, обращение изменилось');
    expect(refused.text).toContain('Кто-то был быстрее');
    expect(refused.html).toContain('>Моя заметка</textarea>');
  });

  it('makes the letter again from corrected data and keeps the old one', async () => {
    const { number } = await newCase();
    const page = (await operator.get(`/desk/cases/${number}`)).html;
    const fields = Object.fromEntries([...page.matchAll(/<input class="form-control" id="[^"]+" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    expect(await act(number, 'correct', { ...fields, 'organization.headName': '' })).toMatchObject({ status: 422 });
    expect(await act(number, 'correct', { ...fields, 'organization.headName': 'Сидоров Пётр Ильич' })).toMatchObject({ status: 303 });
    expect((await operator.get(`/desk/cases/${number}`)).text).toContain('Прежние версии письма');
    const former = /former-letters\/\d+/.exec((await operator.get(`/desk/cases/${number}`)).html)?.[0] ?? '';
    expect((await operator.get(`/desk/cases/${number}/${former}`)).html.slice(0, 5)).toBe('%PDF-');
    const preview = await operator.get(`/desk/cases/${number}/letter-preview.pdf`);
    expect(preview.status).toBe(200);
    expect(preview.html.slice(0, 5)).toBe('%PDF-');
  });

  it('goes another way, counted as one delivery, and is joined to its twin', async () => {
    const first = await newCase();
    const second = await newCase();
    expect(await act(second.number, 'reroute', { route: 'service-desk' })).toMatchObject({ status: 303 });
    await letLeave();
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

  it('keeps two corrections apart field by field, and is saved over knowingly', async () => {
    const { number } = await newCase();
    const page = (await operator.get(`/desk/cases/${number}`)).html;
    const inputs = Object.fromEntries([...page.matchAll(/name="((?:was:)?(?:organization|contact|newUser)[^"]*|was:description|last)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    const fields = { ...inputs, version: await version(number) };
    expect(await act(number, 'correct', { ...inputs, 'contact.phone': '+7 3452 11-11-11', 'organization.headName': 'Сидоров Пётр Ильич' })).toMatchObject({ status: 303 });
    const refused = await operator.post(`/desk/cases/${number}/correct`, { ...fields, 'organization.headName': 'Ким Олег Ильич', 'organization.shortName': 'Больница' });
    expect(refused.status).toBe(409);
    for (const words of ['Изменено: организация: имя руководителя, контактное лицо: телефон', 'Петров Иван Сергеевич', 'Сидоров Пётр Ильич', 'изменили оба, в форме ваш вариант', 'изменил другой, в форму взят новый вариант'])
      expect(refused.text).toContain(words);
    expect(refused.html).toMatch(/name="contact.phone" value="\+7 3452 11-11-11"/);
    expect(refused.html).toMatch(/name="organization.headName" value="Ким Олег Ильич"/);
    const mine = Object.fromEntries([...refused.html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    expect(await operator.post(`/desk/cases/${number}/correct`, { ...mine, version: await version(number) })).toMatchObject({ status: 303 });
    const saved = await operator.get(`/desk/cases/${number}`);
    expect(saved.html).toMatch(/name="organization.headName" value="Ким Олег Ильич"/);
    expect(saved.text).toContain('+7 3452 11-11-11');
  });

  it('lets the last action be taken back while nothing has left, and says when it cannot be', async () => {
    const created = await newCase({ facts: { userRegistered: 'unknown' } });
    const { number } = created;
    const applicant = async () => (await api.withKey(created).get()).body as CreatedCaseView;
    const due = () => scene.database.query('SELECT due_at, status, first_answer_at, outcome FROM cases WHERE number = $1', [number]);
    const before = (await due()).rows;
    const other = (await scene.newcomer('operator')).client;
    await act(number, 'resolve', { outcome: 'answered', text: 'Ошибочный ответ' });
    expect((await applicant()).status).toBe('resolved');
    expect((await operator.get(`/desk/cases/${number}`)).text).toContain('Ваше последнее действие: завершение.');
    expect((await other.post(`/desk/cases/${number}/undo`, { version: await version(number) })).text).toContain('Отменить можно только своё последнее действие');
    expect(await act(number, 'undo')).toMatchObject({ status: 303, location: `/desk/cases/${number}?done=case-undo` });
    expect((await due()).rows).toEqual(before);
    const told = (await applicant()).timeline.map(({ text }) => text).join();
    expect(told).not.toMatch(/Ошибочный ответ|Отменено/);
    expect((await operator.get(`/desk/cases/${number}`)).text).toMatch(/· отменено\s+Обращение завершено: дан ответ/);

    await act(number, 'decide', { category: 'user-missing', route: 'letter-email', reason: 'Такого нет' });
    expect((await applicant()).deliveries.map(({ channel, state }) => [channel, state])).toContainEqual(['email', 'pending']);
    expect(await act(number, 'undo')).toMatchObject({ status: 303 });
    expect(await applicant()).toMatchObject({ status: 'awaiting-operator' });
    expect((await applicant()).links.letterPdf).toBeUndefined();
    expect(await act(number, 'take')).toMatchObject({ status: 303 });
    await api.withKey(created).message('Есть новости?');
    expect((await act(number, 'undo')).text).toContain('После вашего действия обращение изменилось');

    await act(number, 'answer', { kind: 'answer', text: 'Уже ушло' });
    await letLeave();
    await eventually(async () => (await scene.app.mails()).find(({ text }) => text?.includes('Уже ушло')));
    const late = await act(number, 'undo');
    expect(late).toMatchObject({ status: 409 });
    expect(late.text).toContain('Письмо уже ушло');
    expect((await scene.app.mails()).some(({ text }) => text?.includes('Ошибочный ответ'))).toBe(false);
  });

  it('is joined by a typed number too; both cases say so, and its applicant is led on', async () => {
    const [into, from] = [await newCase(), await newCase()];
    expect((await operator.get(`/desk/cases/${from.number}`)).text).toContain('тот же владелец и ИНН организации, та же почта, тот же телефон');
    const wrong = await act(from.number, 'merge', { number: '2026-999999' });
    expect(wrong).toMatchObject({ status: 422 });
    expect(wrong.html).toContain('value="2026-999999"');
    expect(await act(from.number, 'merge', { number: into.number })).toMatchObject({ status: 303 });
    expect(await act(from.number, 'undo')).toMatchObject({ status: 303 });
    expect((await operator.get(`/desk/cases/${into.number}`)).text).toMatch(/· отменено\s+Сюда присоединено/);
    expect(await act(from.number, 'merge', { number: ` ${into.number} ` })).toMatchObject({ status: 303 });
    expect((await operator.get(`/desk/cases/${from.number}`)).text).toContain(`Объединено с обращением ${into.number}`);
    expect((await operator.get(`/desk/cases/${into.number}`)).text).toContain(`Сюда присоединено обращение ${from.number}`);
    const seen = (await api.withKey(from).get()).body as CreatedCaseView;
    expect(seen.mergedInto).toEqual({ number: into.number, statusUrl: into.statusUrl });
    const status = () => scene.stranger().get(new URL(from.statusUrl).pathname);
    expect(await status()).toMatchObject({ html: expect.stringContaining(`href="${into.statusUrl}"`), text: expect.not.stringContaining('Написать оператору') });
    await scene.database.query(`UPDATE cases SET request = jsonb_set(request, '{contact,email}', '"kim@example.ru"') WHERE number = $1`, [into.number]);
    expect(await status()).toMatchObject({ html: expect.not.stringContaining(into.statusUrl), text: expect.stringContaining(`с обращением ${into.number}`) });
    await api.withKey(from).message('Я здесь');
    expect((await operator.get(`/desk/cases/${into.number}`)).text).toContain(`Сообщение из присоединённого обращения ${from.number}: Я здесь`);
    expect(((await api.withKey(into).get()).body as CreatedCaseView).timeline.map(({ text }) => text).join()).not.toContain('Я здесь');
  });

  it('shows in words who else is there, live and over two web processes', async () => {
    const second = await startApp({ ROLE: 'web' }, scene.app);
    try {
      const { number } = await newCase();
      const path = `/desk/cases/${number}/presence`;
      const { email } = await scene.newcomer('operator');
      const colleague = new DeskClient(second.baseUrl);
      await colleague.signIn(email, PASSWORD);
      const stop = new AbortController();
      const stream = await fetch(`${scene.app.baseUrl}/desk/events`, { headers: { cookie: `certdesk_desk=${operator.cookie()}`, accept: 'text/event-stream' }, signal: stop.signal });
      let heard = '';
      void (async () => { for await (const chunk of stream.body ?? []) heard += Buffer.from(chunk as Uint8Array).toString(); })().catch(() => undefined);
      const events = () => heard.split('event: presence').length - 1;
      await eventually(() => Promise.resolve(heard.includes('event: ready')));
      const who = async () => (await operator.get(path)).text.trim();
      expect(await who()).toBe('');
      await colleague.post(path, { screen: '0123456789abcdef', state: 'looking' });
      expect(await who()).toBe('Смотрит Петрова');
      await eventually(() => Promise.resolve(events() === 1));
      await colleague.post(path, { screen: '0123456789abcdef', state: 'looking' });
      await colleague.post(path, { screen: '0123456789abcdef', state: 'writing' });
      expect(await who()).toBe('Пишет Петрова');
      await eventually(() => Promise.resolve(events() === 2));
      expect((await colleague.get(path)).text.trim()).toBe('');
      expect((await operator.post(path, { screen: "'; drop", state: 'looking' })).status).toBe(200);
      expect((await colleague.get(path)).text.trim()).toBe('');
      await colleague.post('/desk/sign-out');
      await eventually(() => Promise.resolve(events() === 3));
      expect(await who()).toBe('');
      await scene.database.query(`INSERT INTO case_presence SELECT c.id, s.id, 'x', s.account_id, true, now() - interval '1 second' FROM cases c, sessions s WHERE c.number = $1`, [number]);
      expect(await who()).toBe('');
      expect((await scene.stranger().get(path)).status).toBe(303);
      stop.abort();
    } finally {
      await second.close();
    }
  });

  it('shows scans in the page and nothing that could carry a script', async () => {
    const created = await newCase();
    const { number } = created;
    await api.withKey(created).signedLetter(Buffer.from('%PDF-1.4\n<script>alert(1)</script>'));
    const page = (await operator.get(`/desk/cases/${number}`)).html;
    const view = /files\/[0-9a-f-]{36}\/view/.exec(page)?.[0] ?? '';
    const header = async (path: string) => {
      const { headers, status } = await fetch(`${scene.app.baseUrl}/desk/cases/${number}/${path}`, { headers: { cookie: `certdesk_desk=${operator.cookie()}` } });
      return { status, type: headers.get('content-type'), disposition: headers.get('content-disposition')?.split(';')[0], nosniff: headers.get('x-content-type-options') };
    };
    expect(await header(view)).toEqual({ status: 200, type: 'application/pdf', disposition: 'inline', nosniff: 'nosniff' });
    expect(await header('letter-preview.pdf')).toMatchObject({ type: 'application/pdf', disposition: 'inline', nosniff: 'nosniff' });
    const { rows } = await scene.database.query<{ id: string }>("SELECT f.id FROM case_files f JOIN cases c ON c.id = case_id WHERE c.number = $1 AND kind = 'certificate'", [number]);
    expect(await header(`files/${rows[0]?.id}/view`)).toMatchObject({ disposition: 'attachment' });
  });

  it('is closed to the street and unknown where it is not', async () => {
    const { number } = await newCase();
    expect(await scene.stranger().get(`/desk/cases/${number}`)).toMatchObject({ status: 303 });
    expect((await scene.stranger().post(`/desk/cases/${number}/take`, { version: '1' })).status).not.toBe(200);
    expect((await operator.get('/desk/cases/2026-999999')).status).toBe(404);
    expect((await operator.get(`/desk/cases/${number}/files/..%2f..%2fsecrets.json`)).status).toBe(404);
  });
});
