import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { makeCertificate, IVANOVA, Oid } from '../support/certificate-fixtures.js';
import { startApp, type TestApp } from '../support/app.js';
import { launchBrowser, press, visit } from '../support/browser.js';
import { answerQuestions, bringFile, certificateFile, fillContact, tellWindow, walkToLetterCheck } from '../support/portal-walk.js';

const SUBMIT = 'Создать обращение и получить письмо';

describe('what was typed and sent', () => {
  let app: TestApp;
  let browser: Browser;
  let database: pg.Client;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
    database = new pg.Client({ connectionString: app.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database?.end();
    await browser?.close();
    await app?.close();
  });

  const count = async (table: 'cases' | 'drafts') => Number((await database.query<{ count: string }>(`SELECT count(*) FROM ${table}`)).rows[0]?.count);

  async function toDetails(page: Page): Promise<void> {
    await bringFile(page);
    await tellWindow(page, { previouslyLoaded: '0', withOwner: '0' });
    await answerQuestions(page, { 'user-registered': 'Нет' });
    await page.getByLabel('Да, «Бюрократ»').check();
    await press(page, 'Продолжить');
  }

  test.each([true, false])('survives an error, Back, a reload and a pause (JavaScript: %s)', async (javaScript) => {
    const { page, complaints, close } = await visit(browser, app.baseUrl, { javaScript });
    await toDetails(page);
    await page.getByLabel('Фамилия, имя, отчество').fill('Иванова <b>Мария</b> "Петровна"');
    await page.getByLabel('Телефон с кодом').fill('не помню');
    await page.getByLabel('Электронная почта').fill('ivanova@');
    await press(page, 'Продолжить');
    const kept = async () => [
      await page.getByLabel('Фамилия, имя, отчество').inputValue(),
      await page.getByLabel('Телефон с кодом').inputValue(),
      await page.getByLabel('Электронная почта').inputValue(),
    ];
    const typed = ['Иванова <b>Мария</b> "Петровна"', 'не помню', 'ivanova@'];
    expect(await page.title()).toMatch(/^Ошибка: /);
    expect(await kept()).toEqual(typed);
    await page.goto('/details');
    expect(await kept()).toEqual(typed);
    await page.reload();
    expect(await kept()).toEqual(typed);
    await page.getByRole('link', { name: 'Назад' }).click();
    expect(await page.getByLabel('Да, «Бюрократ»').isChecked()).toBe(true);
    await page.goto('/import-result');
    expect(await page.getByLabel('Из них с указанием владельца').inputValue()).toBe('0');
    await page.goto('/');
    expect(await page.locator('#certificate-owner').innerText()).toBe('Иванова Мария Петровна');
    await database.query(`UPDATE drafts SET touched_at = now() - interval '23 hours'`);
    await page.goto('/details');
    expect(await kept()).toEqual(typed);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([true, false])('keeps the file when the next one is refused (JavaScript: %s)', async (javaScript) => {
    const { page, close } = await visit(browser, app.baseUrl, { javaScript });
    await bringFile(page);
    const key = Buffer.from('-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ7F0n1Jd2nZ8xYV9e0o0h8YvI4Q3m0n2p4W5v6x7y8z\n-----END PRIVATE KEY-----\n');
    await page.getByText('Это не тот файл').click();
    await page.locator('#certificate-file').setInputFiles(certificateFile(key));
    if (!javaScript) await press(page, 'Прочитать сертификат');
    await page.locator('#refusal-title').waitFor();
    expect(await page.locator('.error-summary').innerText()).toContain('закрытый ключ');
    expect(await page.locator('#certificate-owner').innerText()).toBe('Иванова Мария Петровна');
    const stored = await database.query<{ certificate: Buffer }>('SELECT certificate FROM drafts WHERE certificate IS NOT NULL');
    for (const { certificate } of stored.rows) expect(certificate.equals(Buffer.from(makeCertificate()))).toBe(true);
    await close();
  });

  test('another certificate takes the place of the first, the answers stay', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await toDetails(page);
    const kim = IVANOVA.map((attribute) => (attribute[0] === Oid.surname ? ([Oid.surname, 'Ким'] as const) : attribute));
    await bringFile(page, certificateFile(makeCertificate({ subject: kim })));
    await page.goto('/details');
    expect(await page.getByLabel('Фамилия, имя, отчество').inputValue()).toMatch(/^Ким /);
    await page.goto('/import-result');
    expect(await page.getByLabel('Количество ранее загруженных').inputValue()).toBe('0');
    await close();
  });

  test.each([true, false])('makes one case for two presses, Back and a reload (JavaScript: %s)', async (javaScript) => {
    const before = await count('cases');
    const { page, context, close } = await visit(browser, app.baseUrl, { javaScript });
    await walkToLetterCheck(page);
    const twin = await context.newPage();
    await twin.goto('/check');
    await Promise.all([press(page, SUBMIT), press(twin, SUBMIT)]);
    const number = await page.locator('h1').innerText();
    expect(await twin.locator('h1').innerText()).toBe(number);
    await page.reload();
    expect(await page.locator('h1').innerText()).toBe(number);
    await page.goBack();
    const again = page.getByRole('button', { name: SUBMIT });
    if ((await again.count()) > 0) await press(page, SUBMIT);
    expect(await page.locator('h1').innerText()).toBe(number);
    await page.goto('/check');
    expect(new URL(page.url()).pathname).toBe('/done');
    expect(await count('cases')).toBe(before + 1);
    await close();
  });

  test('leaves no personal data in the draft once the case is made, and a new file begins a new one', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await walkToLetterCheck(page);
    await press(page, SUBMIT);
    const done = await database.query<{ answers: object; certificate: Buffer | null }>('SELECT answers, certificate FROM drafts WHERE sealed_case IS NOT NULL');
    for (const row of done.rows) expect(row).toEqual({ answers: {}, certificate: null });
    await page.goto('/');
    expect(await page.locator('.note-info').innerText()).toContain('уже создано обращение');
    await bringFile(page);
    await page.goto('/details');
    expect(new URL(page.url()).pathname).toBe('/import-result');
    await close();
  });

  test('ends after a day without a touch, and says so', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await toDetails(page);
    await fillContact(page);
    await database.query(`UPDATE drafts SET touched_at = now() - interval '25 hours'`);
    await page.goto('/organization');
    expect(await page.locator('.note-info').innerText()).toContain('прошло больше суток');
    const { DraftService } = await import('../../src/portal/draft.service.js');
    expect(await app.app.get(DraftService).deleteExpired()).toBeGreaterThan(0);
    expect(await count('drafts')).toBe(0);
    await close();
  });

  test('a page cannot be opened before the ones that it needs', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    for (const path of ['/import-result', '/verdict', '/details', '/check', '/done']) {
      await page.goto(path);
      expect(new URL(page.url()).pathname).toBe('/');
    }
    await bringFile(page);
    for (const path of ['/questions/user-registered', '/verdict', '/organization', '/check']) {
      await page.goto(path);
      expect(new URL(page.url()).pathname).toBe('/import-result');
    }
    await close();
  });

  test('a form from another site is refused', async () => {
    const answer = await fetch(`${app.baseUrl}/check`, { method: 'POST', headers: { origin: 'https://elsewhere.example' }, redirect: 'manual' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('с другого сайта');
  });
});
