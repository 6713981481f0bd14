import type { Browser, Page } from 'playwright-core';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, press, visit } from '../support/browser.js';
import { answerQuestions, bringFile, fillContact, fillLetter, tellWindow, walkToLetterCheck } from '../support/portal-walk.js';

const SCAN = { name: 'Письмо с подписью.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n') };
const heading = (page: Page) => page.locator('h1').innerText();

describe('the status page', () => {
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function openCase(page: Page): Promise<void> {
    await Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').click()]);
    await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Открыть обращение' }).click()]);
  }

  test('takes the signed scan, refuses what is none, and tells truly when the letter has gone', async () => {
    const { page, complaints, close } = await visit(browser, app.baseUrl);
    await walkToLetterCheck(page);
    await openCase(page);
    expect(await heading(page)).toBe('Ждёт подписанное письмо');
    expect(await page.locator('.deliveries').innerText()).toContain('уйдёт, когда вы загрузите подписанный скан');
    await page.getByLabel('Скан письма').setInputFiles({ ...SCAN, buffer: Buffer.from('not a scan') });
    await press(page, 'Загрузить и отправить письмо');
    expect(await page.title()).toMatch(/^Ошибка: /);
    expect(await page.locator('#letter-note').innerText()).toContain('PDF, JPEG, PNG или TIFF');
    await page.getByLabel('Скан письма').setInputFiles(SCAN);
    await press(page, 'Загрузить и отправить письмо');
    expect(await page.locator('[role=status]').innerText()).toContain('Скан получен');
    await eventually(async () => (await app.mails()).some(({ to }) => to?.some(({ address }) => address === 'goszakaz@72to.ru')));
    const told = page.locator('#case-state .delivery-ok');
    await told.waitFor({ timeout: 30_000 });
    expect(await told.innerText()).toContain('Письмо на goszakaz@72to.ru готово');
    await page.reload();
    expect(await heading(page)).toBe('Сохранено, но не отправлено');
    expect(complaints).toEqual([]);
    await close();
  });

  test('hands out letter and archive under readable names', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await walkToLetterCheck(page);
    await openCase(page);
    for (const [link, begin, extension] of [['Письмо, PDF', '%PDF', '.pdf'], ['Письмо, Word', 'PK', '.docx'], ['Сертификат в архиве', 'PK', '.zip']] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
      expect(download.suggestedFilename()).toMatch(/2\d{3}-\d{6}/);
      expect(download.suggestedFilename().endsWith(extension)).toBe(true);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString('latin1').startsWith(begin)).toBe(true);
    }
    await close();
  });

  test('works without a script and without the cookie: EDMS number, messages, faults', async () => {
    const first = await visit(browser, app.baseUrl, { javaScript: false, width: 320 });
    await bringFile(first.page);
    await tellWindow(first.page, { previouslyLoaded: '0', withOwner: '0' });
    await answerQuestions(first.page, { 'user-registered': 'Нет' });
    await first.page.getByLabel('Да, «Директум»').check();
    await press(first.page, 'Продолжить');
    await fillContact(first.page);
    await fillLetter(first.page);
    await openCase(first.page);
    const address = first.page.url();
    await first.close();

    const { page, complaints, close } = await visit(browser, app.baseUrl, { javaScript: false, width: 320 });
    await page.goto(address);
    expect(await page.getByRole('link', { name: 'Обновить' }).isVisible()).toBe(true);
    await page.getByLabel('Номер').fill('12-34/26');
    await press(page, 'Записать номер и дату');
    expect(await page.getByLabel('Номер').inputValue()).toBe('12-34/26');
    expect(await page.locator('#registration-date-note').innerText()).toContain('Выберите дату');
    await page.getByLabel('Дата').fill('2026-11-20');
    await press(page, 'Записать номер и дату');
    expect(await heading(page)).toBe('Отправлено');
    expect(await page.locator('.story').innerText()).toContain('12-34/26');
    await press(page, 'Отправить сообщение');
    expect(await page.locator('#message-note').innerText()).toContain('Напишите сообщение');
    await page.getByLabel('Сообщение').fill('Когда ждать ответа? <script>');
    await press(page, 'Отправить сообщение');
    expect(await page.locator('.story').innerText()).toContain('Когда ждать ответа? <script>');
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([
    { press: 'Помогло', becomes: 'Решено' },
    { press: 'Не помогло', becomes: null },
  ])('asks after self-help, and hears «$press»', async ({ press: answer, becomes }) => {
    const { page, close } = await visit(browser, app.baseUrl);
    await bringFile(page);
    await tellWindow(page, { previouslyLoaded: '1', withOwner: '1' });
    await press(page, 'Всё равно создать обращение');
    await fillContact(page);
    await openCase(page);
    expect(await axeFindings(page)).toEqual([]);
    await press(page, answer);
    if (becomes) expect(await heading(page)).toBe(becomes);
    else expect(await heading(page)).not.toBe('Можно сделать самим');
    await close();
  });

  test('tells nobody its address, is kept nowhere, and looks the same for a wrong number and a wrong key', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await walkToLetterCheck(page);
    await openCase(page);
    const answer = await fetch(page.url());
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await answer.text()).toContain('noindex');
    const [, , number, key] = new URL(page.url()).pathname.split('/');
    const pages = await Promise.all([`/cases/${number}/wrong`, `/cases/2026-999999/${key}`].map((path) => fetch(app.baseUrl + path)));
    expect(pages.map(({ status }) => status)).toEqual([404, 404]);
    const [one, other] = await Promise.all(pages.map((response) => response.text()));
    expect(one).toBe(other);
    await close();
  });
});
