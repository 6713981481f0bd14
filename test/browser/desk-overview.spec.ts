import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre/xlsx';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { WaveWatchService } from '../../src/incidents/wave-watch.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, type Visit, type Visitor } from '../support/browser.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';
import { plantCase } from '../support/worklist-cases.js';

const HOUR_MS = 3_600_000;
const ERROR = 'Служба проверки сертификатов недоступна, запрос № ';

describe('the overview', () => {
  let app: TestApp;
  let browser: Browser;
  let client: pg.Client;
  const people: Record<string, Colleague> = {};

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ ROLE: 'web' }), launchBrowser()]);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    for (const role of ['operator', 'administrator'] as const) people[role] = await colleague(app, `${role}@example.ru`, role);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.end();
    await app?.close();
  });

  const signedIn = (role: 'operator' | 'administrator', options: Visit = {}): Promise<Visitor> => visitDesk(browser, app, people[role] as Colleague, options);

  /** Five cases of a wave, and one that is overdue and calls itself a formula. */
  async function plant(): Promise<void> {
    for (let index = 1; index <= 5; index += 1) {
      const id = await plantCase(client, { number: `2026-${String(index).padStart(6, '0')}`, inn: `729900000${index}`, category: 'import-error', createdAt: new Date(Date.now() - index * 60_000) });
      await client.query("UPDATE cases SET request = jsonb_set(request, '{importResult,errorText}', to_jsonb($2::text)) WHERE id = $1", [id, `${ERROR}${index}`]);
    }
    await plantCase(client, { number: '2026-000006', organization: '=HYPERLINK("http://x")', dueAt: new Date(Date.now() - HOUR_MS), createdAt: new Date(Date.now() - 10 * 60_000) });
    await app.app.get(WaveWatchService, { strict: false }).look();
  }

  test('is empty, then full of figures, and warns of a wave', async () => {
    const { page, complaints, close } = await signedIn('operator');
    await page.goto('/desk/overview');
    expect(await page.getByRole('heading', { name: 'Обращений пока нет' }).isVisible()).toBe(true);
    await plant();
    await page.goto('/desk');
    await page.getByRole('link', { name: 'Обзор' }).click();
    expect(await page.locator('.ov-tile').filter({ hasText: 'Поступило' }).innerText()).toContain('6');
    expect(await page.getByRole('img', { name: /По дням: поступило \(столбцы\)/ }).isVisible()).toBe(true);
    expect(await page.getByRole('row', { name: /ошибка импорта/ }).innerText()).toContain('5');
    await page.getByText('Таблица по дням').click();
    expect(await page.locator('.figures-days tbody tr').count()).toBe(30);
    expect(await page.getByRole('link', { name: /Служба проверки сертификатов недоступна/ }).isVisible()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('prints, takes own days, and goes along as a spreadsheet', async () => {
    const { page, complaints, close } = await signedIn('operator', { javaScript: false });
    await page.goto('/desk/overview');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('header.bar').isVisible()).toBe(false);
    expect(await page.locator('.share-bar').first().isVisible()).toBe(true);
    expect(await page.locator('.figures-days').isVisible()).toBe(true);
    expect(await page.locator('.ov-chart').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });

    await page.getByLabel('С', { exact: true }).fill('2026-11-20');
    await page.getByLabel('по', { exact: true }).fill('2026-11-01');
    await page.getByRole('button', { name: 'Показать' }).click();
    expect(await page.locator('.error-summary').innerText()).toContain('Первый день позже последнего');
    expect(await page.getByLabel('по', { exact: true }).inputValue()).toBe('2026-11-01');

    await page.goto('/desk/overview?period=week');
    await page.getByText('Выгрузить').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Показатели, XLSX' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^Обзор .*\.xlsx$/);
    const rows = (await readXlsx(await readFile(await download.path()))).sheets[0]?.rows ?? [];
    expect(rows.find(([part, figure]) => part === 'Главное' && figure === 'Поступило')?.slice(3)).toEqual([6, 0]);
    expect(await page.getByRole('link', { name: 'Обращения периода, CSV' }).count()).toBe(0);
    expect((await page.request.get('/desk/overview/cases.csv?period=week')).status()).toBe(403);
    expect((await client.query("SELECT 1 FROM audit_log WHERE action = 'cases.exported'")).rowCount).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('leads to the wave: its cases, untied and tied, closed with a note', async () => {
    const { page, complaints, close } = await signedIn('operator', { width: 320 });
    await page.goto('/desk/overview');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.getByRole('link', { name: /Служба проверки сертификатов недоступна/ }).click();
    await page.getByRole('link', { name: /Открыть их списком/ }).click();
    await page.getByRole('link', { name: /Одна общая неполадка/ }).waitFor();
    expect(await page.locator('#cases > li').count()).toBe(5);
    await page.goBack();
    await page.getByRole('button', { name: 'Отвязать 2026-000003' }).click();
    await page.getByText('Обращение отвязано').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(4);
    await page.getByText('Привязать обращение…').click();
    await page.getByLabel('Номер обращения').fill('2026-000099');
    await page.getByRole('button', { name: 'Привязать', exact: true }).click();
    await page.getByRole('link', { name: 'Такого обращения нет. Проверьте номер' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Номер обращения').fill('2026-000003');
    await page.getByRole('button', { name: 'Привязать', exact: true }).click();
    await page.getByRole('link', { name: '2026-000003' }).click();
    await page.getByText('Похоже на общую неполадку').waitFor();
    await page.goBack();
    await page.getByText('Закрыть неполадку…').click();
    await page.getByLabel('Что это было').fill('Перезапустили службу.');
    await page.getByRole('button', { name: 'Закрыть неполадку' }).click();
    await page.getByText('Неполадка закрыта').waitFor();
    await page.goto('/desk/incidents');
    expect(await page.getByText('Общих неполадок сейчас нет').isVisible()).toBe(true);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('gives cases to administrators only, as text, without СНИЛС', async () => {
    const { page, close } = await signedIn('administrator');
    const answer = await page.request.get('/desk/overview/cases.csv?period=week');
    expect(answer.status()).toBe(200);
    const lines = (await answer.text()).split('\r\n');
    expect(lines[0]).toContain('Номер;Поступило;');
    expect(lines).toHaveLength(7);
    expect(lines.find((line) => line.startsWith('2026-000006'))).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect((await client.query("SELECT 1 FROM audit_log WHERE action = 'cases.exported'")).rowCount).toBe(1);
    expect((await page.request.get('/desk/overview/cases.exe')).status()).toBe(404);
    await close();
  });
});
