import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { ApiClient, apiCase, type CaseChange } from '../support/api-client.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, type Visit, type Visitor } from '../support/browser.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';

describe('the page of a case', () => {
  let app: TestApp;
  let browser: Browser;
  let client: pg.Client;
  let api: ApiClient;
  const accounts: Record<string, Colleague> = {};

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ UNDO_SECONDS: '20' }), launchBrowser()]);
    api = new ApiClient(app.baseUrl);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    for (const [email, name] of [['petrova@example.ru', 'Петрова Анна Ивановна'], ['kim@example.ru', 'Ким Олег Ильич']] as const) accounts[email] = await colleague(app, email, 'operator', name);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.end();
    await app?.close();
  });

  /** A window of somebody who has signed in. */
  const operator = (options: Visit = {}, email = 'petrova@example.ru'): Promise<Visitor> => visitDesk(browser, app, accounts[email] as Colleague, options);
  const newCase = async (change: CaseChange = {}) => (await api.createCase(apiCase(change), makeCertificate())).body as CreatedCaseView;
  /** Nobody knows whether its letter has arrived, and it is late. */
  async function uncertainCase(): Promise<CreatedCaseView> {
    const uncertain = await newCase();
    await client.query("UPDATE deliveries SET state = 'uncertain', next_attempt_at = NULL, attempts = 1, cause = '{\"code\":\"cut-off\",\"detail\":\"421\"}' FROM cases c WHERE c.id = case_id AND c.number = $1 AND channel = 'email'", [uncertain.number]);
    await client.query("UPDATE cases SET status = 'delivery-problem', updated_at = '2026-11-23T04:00:00Z' WHERE number = $1", [uncertain.number]);
    return uncertain;
  }
  const presence = (page: Page) => page.locator('.presence').innerText();
  const focused = (page: Page) => page.evaluate<string>("document.activeElement.id || document.activeElement.closest('[id]')?.id || ''");

  test('is worked with the keyboard, in the pane and as a page, and takes the last action back', async () => {
    const [first, second] = [await newCase({ facts: { userRegistered: 'unknown' } }), await newCase({ facts: { userRegistered: 'unknown' } })];
    const { page, complaints, close } = await operator();
    await page.goto('/desk/worklist?view=all');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('#pane .case').waitFor();
    await page.keyboard.press('t');
    await page.getByText('Обращение закреплено за вами.').waitFor();
    expect([page.url(), await focused(page)]).toEqual([expect.stringContaining(`open=${second.number}`), 'notice']);
    await page.keyboard.press('u');
    await page.getByText('Последнее действие отменено.').waitFor();
    expect(await page.locator('.case-head').innerText()).toContain('Никто не взял');
    await page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ф', code: 'KeyA', bubbles: true }))");
    expect(await focused(page)).toBe('answer-text');
    await page.keyboard.type('djkt');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.locator(`#pane .case[data-number="${first.number}"]`).waitFor();
    expect(await focused(page)).toBe('case-title');
    await page.keyboard.press('k');
    await page.locator(`#pane .case[data-number="${second.number}"]`).waitFor();
    expect(await page.locator('#answer-text').inputValue()).toBe('djkt');
    await page.keyboard.press('q');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Сообщение уже на странице обращения').waitFor();
    expect(await page.locator('.case-head').innerText()).toContain('Ждём заявителя');
    expect(await page.locator('.undo').innerText()).toMatch(/Отправка через \d+\sс/);

    await page.goto(`/desk/cases/${second.number}`);
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Клавиши' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.waitForURL(`**/${first.number}`);
    await page.keyboard.press('e');
    expect(await focused(page)).toBe('organization.name');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.locator('#correct').getAttribute('open')).toBeNull();
    await page.keyboard.press('n');
    await page.keyboard.type('Из почты');
    await page.keyboard.press('Control+Enter');
    await page.locator('#notice:focus').waitFor();
    expect([await focused(page), new URL(page.url()).search]).toEqual(['notice', '']);
    await page.keyboard.press('?');
    await page.getByLabel('Клавиши без Ctrl включены').uncheck();
    await page.getByRole('button', { name: 'Закрыть' }).click();
    await page.keyboard.press('d');
    expect(await page.locator('#decide').getAttribute('open')).toBeNull();
    expect(complaints).toEqual([]);
    await close();
  });

  test('shows two operators each other, what the applicant writes, and both versions of a conflict', async () => {
    const created = await newCase({ facts: { userRegistered: 'unknown' } });
    const [one, two] = await Promise.all([operator(), operator({}, 'kim@example.ru')]);
    await Promise.all([one.page.goto(`/desk/cases/${created.number}`), two.page.goto(`/desk/worklist?view=all&open=${created.number}`)]);
    await two.page.locator('#pane .case').waitFor();
    await eventually(async () => (await presence(one.page)) === 'Смотрит Ким' && (await presence(two.page)) === 'Смотрит Петрова');
    await two.page.locator('#note summary').click();
    await two.page.locator('#note-text').fill('Моя заметка');
    await eventually(async () => (await presence(one.page)) === 'Пишет Ким');
    await api.withKey(created).message('Когда ответите?');
    for (const { page } of [one, two]) await page.locator('.case-news').getByText('Сообщение: Когда ответите?').waitFor();
    await two.page.locator('#note').getByRole('button', { name: 'Записать' }).click();
    const conflict = two.page.locator('#pane .conflict');
    await conflict.waitFor();
    expect(await conflict.innerText()).toContain('Когда ответите?');
    expect([await focused(two.page), await two.page.locator('#note-text').inputValue()]).toEqual(['conflict', 'Моя заметка']);
    expect(await axeFindings(two.page)).toEqual([]);
    await two.page.locator('#note').getByRole('button', { name: 'Записать' }).click();
    await two.page.getByText('Заметка добавлена.').waitFor();
    await two.page.keyboard.press('Escape');
    await eventually(async () => (await presence(one.page)) === '');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    await Promise.all([one.close(), two.close()]);
  });

  test('has nothing that axe objects to in any state, and fits 320 px and 200 %', async () => {
    const [letter, uncertain, merged] = [await newCase(), await uncertainCase(), await newCase()];
    await api.withKey(letter).signedLetter(Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'));
    await client.query("UPDATE cases SET status = 'resolved', outcome = 'merged', merged_into = (SELECT id FROM cases WHERE number = $2) WHERE number = $1", [merged.number, letter.number]);
    const findings: string[] = [];
    const { page, close } = await operator();
    for (const { number } of [letter, uncertain, merged]) {
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.goto(`/desk/cases/${number}`);
      await page.evaluate("for (const details of document.querySelectorAll('main details:not(.letter)')) details.open = true");
      findings.push(...(await axeFindings(page)));
      for (const width of [640, 320]) {
        await page.setViewportSize({ width, height: 720 });
        if ((await overflow(page)) > 0) findings.push(`${number} is too wide at ${width}`);
      }
    }
    await close();
    expect(findings).toEqual([]);
  }, 240_000);

  test('marks an uncertain delivery as arrived, and takes that back, without a script', async () => {
    const uncertain = await uncertainCase();
    const plain = await operator({ javaScript: false });
    await plain.page.goto(`/desk/cases/${uncertain.number}`);
    await plain.page.getByText('Отправить ещё раз…').click();
    expect(await plain.page.getByText('Тогда получатель увидит одно и то же дважды').isVisible()).toBe(true);
    await plain.page.getByText('Дошло…').click();
    await plain.page.getByRole('button', { name: 'Отметить доставленным' }).click();
    expect(await plain.page.locator('#notice').innerText()).toContain('Отмечено: доставлено.');
    await plain.page.getByRole('button', { name: 'Отменить' }).click();
    expect(await plain.page.locator('.delivery-bad').innerText()).toContain('Неизвестно, дошло ли письмо');
    await plain.close();
  });
});
