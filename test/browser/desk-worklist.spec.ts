import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { EventsService } from '../../src/desk/worklist/events.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, type Visit, type Visitor } from '../support/browser.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';
import { plantCase } from '../support/worklist-cases.js';

describe('the worklist', () => {
  let app: TestApp;
  let browser: Browser;
  let client: pg.Client;
  const accounts: Record<string, Colleague> = {};

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ ROLE: 'web' }), launchBrowser()]);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    for (const [email, name] of [['petrova@example.ru', 'Петрова Анна Ивановна'], ['sidorov@example.ru', 'Сидоров Пётр Ильич']] as const) accounts[email] = await colleague(app, email, 'operator', name);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.end();
    await app?.close();
  });
  beforeEach(async () => {
    await client.query('TRUNCATE case_status_changes, worklist, case_search, search_words, case_count_deltas, worklist_seen, worklist_views, cases CASCADE');
  });

  /** A window of somebody who has signed in. */
  const operator = (options: Visit = {}, email = 'petrova@example.ru'): Promise<Visitor> => visitDesk(browser, app, accounts[email] as Colleague, options);
  const row = (page: Page, number: string) => page.locator(`.wl-row[data-number="${number}"]`);
  const count = (page: Page, view: string) => page.locator(`.views [data-view="${view}"] .count`);
  const shown = (page: Page) => page.evaluate<string[]>("[...document.querySelectorAll('.wl-row')].map((row) => row.dataset.number)");
  const listening = (page: Page) => page.waitForResponse((answer) => answer.url().includes('/desk/worklist/changes'));

  test('shows two operators each other’s work live and moves nothing', async () => {
    for (const number of ['2026-000001', '2026-000002', '2026-000003']) await plantCase(client, { number });
    const [one, two] = [await operator(), await operator({}, 'sidorov@example.ru')];
    await Promise.all([one, two].map(({ page }) => Promise.all([listening(page), page.goto('/desk/worklist?view=untaken')])));
    const before = await shown(one.page);
    expect(before).toEqual(['2026-000003', '2026-000002', '2026-000001']);
    expect(await count(one.page, 'mine').innerText()).toBe('0');

    await client.query("UPDATE cases SET assignee_id = $1, version = version + 1, updated_at = now() WHERE number = '2026-000002'", [accounts['petrova@example.ru']?.id]);
    await plantCase(client, { number: '2026-000004' });
    await row(two.page, '2026-000002').getByText('ушло из этого вида').waitFor();
    expect(await row(two.page, '2026-000002').innerText()).toContain('Петрова\u00a0А.\u00a0И.');
    expect(await row(one.page, '2026-000002').innerText()).toContain('вы');
    await one.page.getByRole('link', { name: 'Новых: 1 — показать' }).waitFor();
    expect(await shown(one.page)).toEqual(before);
    expect([await count(one.page, 'mine').innerText(), await count(one.page, 'untaken').innerText(), await count(two.page, 'mine').innerText()]).toEqual(['1', '3', '0']);
    await one.page.getByRole('link', { name: 'Новых: 1 — показать' }).click();
    await row(one.page, '2026-000004').waitFor();
    expect(await shown(one.page)).toEqual(['2026-000004', '2026-000003', '2026-000001']);

    await client.query('UPDATE sessions SET ended_at = now() WHERE account_id = $1', [accounts['sidorov@example.ru']?.id]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await client.query("UPDATE cases SET status = 'queued', updated_at = now() WHERE number = '2026-000001'");
    await two.page.getByRole('link', { name: 'Вы вышли. Войти снова' }).waitFor();
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    await Promise.all([one.close(), two.close()]);
    expect(app.app.get(EventsService, { strict: false }).size).toBeLessThanOrEqual(1);
  });

  test('is worked with the keyboard, in the Russian layout too', async () => {
    for (const number of ['2026-000001', '2026-000002', '2026-000003']) await plantCase(client, { number });
    const { page, complaints, close } = await operator();
    await page.goto('/desk/worklist?view=untaken');
    const focused = () => page.evaluate<string>("document.activeElement.closest('.wl-row')?.dataset.number ?? document.activeElement.id");
    await page.keyboard.press('j');
    expect(await focused()).toBe('2026-000003');
    await page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'о', code: 'KeyJ', bubbles: true }))");
    expect(await focused()).toBe('2026-000002');
    await page.keyboard.press('x');
    expect(await page.locator('#picked').innerText()).toContain('Выбрано: 1');
    await page.keyboard.press('Enter');
    await page.locator('#pane').getByText('2026-000002').first().waitFor();
    expect(page.url()).toContain('open=2026-000002');
    expect(await row(page, '2026-000002').getAttribute('class')).not.toContain('wl-unread');
    await page.keyboard.press('k');
    await page.keyboard.press('o');
    await page.waitForURL(/open=2026-000003/);
    await page.goBack();
    await page.locator('#pane[data-number="2026-000002"]').waitFor();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Клавиши' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await focused()).toBe('wl-text');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await Promise.all([page.waitForURL(/view=all/), page.keyboard.press('a')]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('finds, narrows, keeps a view and pages without a script; no typed word is in an address', async () => {
    for (let index = 1; index <= 60; index += 1) await plantCase(client, { number: `2026-${String(index).padStart(6, '0')}`, createdAt: new Date(1_790_000_000_000 + index * 1000) });
    await plantCase(client, { number: '2026-000100', surname: 'Сидорова', category: 'import-error', createdAt: new Date(1_790_000_000_000) });
    const { page, complaints, close } = await operator({ javaScript: false });
    await page.goto('/desk/worklist?view=all');
    expect(await shown(page)).toHaveLength(50);
    await page.getByRole('link', { name: 'Показать ещё' }).click();
    expect(await shown(page)).toHaveLength(11);
    await page.getByRole('link', { name: '← Предыдущие' }).click();
    expect(await shown(page)).toHaveLength(50);
    await page.getByLabel('Поиск').fill('Седорова');
    await page.getByRole('button', { name: 'Найти' }).click();
    expect(await shown(page)).toEqual(['2026-000100']);
    expect(decodeURIComponent(page.url())).not.toMatch(/дорова/i);
    expect(await page.getByText('найдено и похожее: сидорова').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Поиск: Седорова' }).click();
    await page.getByText('Отборы', { exact: true }).click();
    await page.getByLabel('Причина', { exact: true }).selectOption('import-error');
    await page.getByRole('button', { name: 'Показать' }).click();
    expect(await shown(page)).toEqual(['2026-000100']);
    await page.getByText('Сохранить вид').click();
    await page.getByLabel('Как назвать этот вид').fill('Ошибки импорта');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    expect(await page.getByRole('link', { name: 'Ошибки импорта' }).getAttribute('aria-current')).toBe('page');
    await page.goto('/desk/worklist?view=overdue');
    expect(await page.getByRole('heading', { name: 'Просроченных нет' }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('has nothing that axe objects to, in light and dark, and fits 320 px and 200 %', async () => {
    await plantCase(client, { dueAt: new Date(Date.now() - 3_600_000), status: 'delivery-problem', notAfter: new Date(Date.now() + 86_400_000).toISOString() });
    await plantCase(client, { organization: 'Муниципальное автономное общеобразовательное учреждение средняя общеобразовательная школа № 1 с очень длинным названием' });
    const findings: string[] = [];
    for (const width of [1280, 640, 320]) {
      const { page, close } = await operator({ width });
      for (const path of ['/desk/worklist?view=all', '/desk/worklist?view=all&category=import-error&from=2026-11-01', '/desk/worklist?view=mine', '/desk/worklist?view=all&sort=due']) {
        await page.goto(path);
        if ((await overflow(page)) > 0) findings.push(`${path} is too wide at ${width}`);
        if (width !== 640) findings.push(...(await axeFindings(page)));
      }
      await page.locator('#help-open').click();
      findings.push(...(await axeFindings(page)));
      await close();
    }
    expect(findings).toEqual([]);
  }, 240_000);

  test('is not for the street', async () => {
    for (const path of ['/desk/worklist', '/desk/worklist/changes', '/desk/events']) {
      const answer = await fetch(`${app.baseUrl}${path}`, { redirect: 'manual', headers: { accept: path === '/desk/events' ? 'text/event-stream' : 'text/html' } });
      expect([303, 401]).toContain(answer.status);
      expect(await answer.text()).not.toContain('2026-');
    }
  });
});
