import pg from 'pg';
import type { Browser } from 'playwright-core';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, type Visit, type Visitor } from '../support/browser.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';
import { plantCase } from '../support/worklist-cases.js';

/** A walk over six pages takes longer than a page where the machine is busy. */
const PATIENCE_MS = 180_000;

describe('many cases at once', () => {
  let app: TestApp;
  let browser: Browser;
  let client: pg.Client;
  let me: Colleague;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    me = await colleague(app, 'petrova@example.ru', 'administrator');
    for (let index = 1; index <= 12; index += 1) await plantCase(client, { number: `2026-${String(index).padStart(6, '0')}`, status: index === 3 ? 'resolved' : 'awaiting-operator' });
  });
  afterAll(async () => {
    await browser?.close();
    await client?.end();
    await app?.close();
  });

  const operator = (options: Visit = {}): Promise<Visitor> => visitDesk(browser, app, me, options);

  test('are chosen with the keyboard, closed, and the report says what was not', async () => {
    const { page, complaints, close } = await operator();
    await page.goto('/desk/worklist?view=all&sort=oldest');
    for (let turn = 0; turn < 4; turn += 1) {
      await page.keyboard.press('j');
      await page.keyboard.press('x');
    }
    expect(await page.locator('#picked').innerText()).toContain('Выбрано: 4');
    await Promise.all([page.waitForURL(/\/desk\/bulk\//), page.keyboard.press('b')]);
    await page.getByRole('link', { name: 'Завершить', exact: true }).click();
    await page.getByLabel('Шаблон').selectOption({ label: 'Отправлено, ждём ответа' });
    await page.getByRole('button', { name: 'Вставить' }).click();
    expect(await page.getByLabel('Сообщение заявителям').inputValue()).toContain('{{номер}}');
    await page.getByRole('button', { name: 'Посмотреть, что будет сделано' }).click();
    expect(await page.locator('.bulk-text').innerText()).toContain('Обращение № 2026-000001 передано дальше');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Завершить 3 обращения' }).click();
    await page.getByRole('heading', { name: 'Готово' }).waitFor();
    expect(await page.locator('.task').innerText()).toContain('Завершено: 3.');
    expect(await page.getByRole('row', { name: /2026-000003/ }).innerText()).toContain('Это уже сделано.');
    expect(await axeFindings(page)).toEqual([]);
    await page.goto('/desk/tasks');
    await page.getByRole('link', { name: 'Завершить обращения' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, PATIENCE_MS);

  test('are also taken without a script, on a small screen', async () => {
    const { page, complaints, close } = await operator({ javaScript: false, width: 320 });
    await page.goto('/desk/worklist?view=untaken');
    await page.getByLabel('Выбрать обращение 2026-000012').check();
    await page.getByRole('button', { name: 'С отмеченными…' }).click();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Взять себе' }).click();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: 'Взять 1 обращение' }).click();
    for (let turn = 0; turn < 40 && !(await page.getByText('Взято: 1.').isVisible()); turn += 1) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    expect(await page.locator('.task').innerText()).toContain('Взято: 1.');
    expect(await overflow(page)).toBe(0);
    await page.goto('/desk/answers/new');
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a template is put into an answer without losing what was typed', async () => {
    const { page, complaints, close } = await operator();
    await page.goto('/desk/cases/2026-000007');
    await page.getByText('Ответить…').click();
    await page.locator('#answer-text').fill('Добрый день');
    await page.locator('#answer').getByRole('button', { name: 'Вставить' }).click();
    await eventually(async () => (await page.locator('#answer-text').inputValue()).includes('Мария Петровна'));
    expect(await page.locator('#answer-text').inputValue()).toMatch(/^Добрый день\n\nЗдравствуйте, Мария Петровна/);
    expect(page.url()).toMatch(/\/desk\/cases\/2026-000007$/);
    await page.goto('/desk/answers/new');
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
