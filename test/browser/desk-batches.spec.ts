import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { DataSource } from 'typeorm';
import { DESK_COOKIE } from '../../src/accounts/access.guard.js';
import { SessionsService } from '../../src/accounts/sessions.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, visit } from '../support/browser.js';
import { certificateRequest, zip } from '../support/certificate-files.js';
import { makeCertificate } from '../support/certificate-fixtures.js';

describe('a batch in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let client: pg.Client;
  const me = randomUUID();

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query("INSERT INTO accounts (id, email, full_name, role, activated_at, created_at) VALUES ($1, 'petrova@example.ru', 'Петрова Анна Ивановна', 'operator', now(), now())", [me]);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.end();
    await app?.close();
  });

  test('is given, sorted while one waits, and becomes cases', async () => {
    const { page, context, complaints, close } = await visit(browser, app.baseUrl, { width: 360 });
    const value = await app.app.get(SessionsService, { strict: false }).begin(app.app.get(DataSource).manager, me, 'oidc', undefined);
    await context.addCookies([{ name: DESK_COOKIE, value, url: app.baseUrl, sameSite: 'Strict', httpOnly: true }]);
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
  }, 120_000);
});
