import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow } from '../support/browser.js';
import { certificateRequest, zip } from '../support/certificate-files.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';

describe('a batch in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let me: Colleague;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
    me = await colleague(app);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test('is given, sorted while one waits, and becomes cases', async () => {
    const { page, complaints, close } = await visitDesk(browser, app, me, { width: 360 });
    await page.goto('/desk/batches/new');
    expect(await axeFindings(page)).toEqual([]);
    const archive = await zip({ 'иванова.cer': makeCertificate(), 'запрос.cer': certificateRequest() });
    await page.getByLabel('Сертификаты', { exact: true }).setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) });
    await page.getByLabel('Учётная запись в РМИС есть').selectOption('no');
    await page.getByRole('button', { name: 'Загрузить и разобрать' }).click();
    await page.getByRole('heading', { name: 'Все строки' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.getByLabel('Отметить строку 1').check();
    await page.getByRole('button', { name: 'Только из отмеченных' }).click();
    await page.getByRole('heading', { name: 'Сделать обращения' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
