import { join } from 'node:path';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { CLOSE_LOOP } from '../../src/closing/closing.jobs.js';
import { ExpiryWatchService } from '../../src/expiry/expiry-watch.service.js';
import { TransactionsService } from '../../src/platform/transactions.service.js';
import { TasksService } from '../../src/tasks/tasks.service.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow } from '../support/browser.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';
import { plantDirectory } from '../support/directory-scene.js';
import { plantCase } from '../support/worklist-cases.js';

const DAY = 86_400_000;

describe('what the directory brings about, at the desk', () => {
  let app: TestApp;
  let browser: Browser;
  let client: pg.Client;
  let account: Colleague;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    account = await colleague(app, 'admin@example.ru', 'administrator');
  });
  afterAll(async () => {
    await client?.end();
    await browser?.close();
    await app?.close();
  });

  const administrator = async (): Promise<Page> => (await visitDesk(browser, app, account)).page;
  /** A page is right when axe finds nothing and it fits a narrow window. */
  async function looked(page: Page, name: string): Promise<void> {
    expect([name, await axeFindings(page)]).toEqual([name, []]);
    for (const [width, height] of [[320, 700], [1280, 800]] as const) {
      await page.setViewportSize({ width, height });
      expect([name, width, await overflow(page)]).toEqual([name, width, 0]);
      if (process.env['SCREENSHOTS']) await page.screenshot({ path: join(process.env['SCREENSHOTS'], `${name}-${width}.png`) });
    }
  }

  it('shows who ends when, page by page and by organisation, and ends a case by one button', async () => {
    const page = await administrator();
    await page.goto('/desk/expiry');
    expect(await page.textContent('main')).toContain('ни один известный сертификат не заканчивается');

    const person = (index: number) => ({ fullName: `Иванова Мария ${['Петровна', 'Олеговна', 'Юрьевна'][index % 3]}`, login: `user${index}`, email: `user${index}@example.ru`, organizationInn: index < 55 ? '7299000007' : '7299000014', organizationName: index < 55 ? 'ГБУ ТО «Тестовая больница № 1»' : 'МАОУ «Тестовая школа № 2»' });
    const version = await plantDirectory(client, [...Array.from({ length: 60 }, (_, index) => person(index)), { ...person(1), fullName: 'Сидорова Ольга Ивановна', login: 'sidorova' }], new Date(Date.now() - DAY));
    await client.query("UPDATE directory_users SET certificate_not_after = now() + (source_row % 40 + 1) * interval '1 day' WHERE version_id = $1", [version]);
    const id = await plantCase(client, { number: '2031-900001', surname: 'Сидорова', givenName: 'Ольга Ивановна', category: 'user-missing', route: 'letter-email', status: 'sent', createdAt: new Date(Date.now() - 5 * DAY) });
    await app.app.get(ExpiryWatchService).refresh();
    await app.app.get(TransactionsService).run(async (tx) => tx.enqueue(CLOSE_LOOP, { taskId: await app.app.get(TasksService).start(tx, { kind: 'closing', accountId: account.id, input: { version } }) }));
    await eventually(async () => (await client.query('SELECT FROM case_closings WHERE case_id = $1', [id])).rowCount === 1);

    await page.goto('/desk/expiry');
    expect(await page.locator('tbody tr').count()).toBe(50);
    await looked(page, 'expiry');
    await page.getByRole('button', { name: 'Показать следующих' }).click();
    expect(await page.locator('tbody tr').count()).toBe(11);
    await page.goto('/desk/expiry');
    await page.getByLabel('Организация или её ИНН').fill('школа');
    await page.getByRole('button', { name: 'Показать', exact: true }).click();
    expect([await page.locator('tbody tr').count(), new URL(page.url()).search]).toEqual([5, '']);
    const file = await page.request.get('/desk/expiry/certificates.xlsx?step=14');
    expect([file.status(), (await file.body()).subarray(0, 2).toString()]).toEqual([200, 'PK']);

    await page.goto('/desk/cases/2031-900001');
    expect(await page.textContent('#closing')).toContain('Похоже, обращение можно завершить');
    await page.locator('#closing summary').click();
    await looked(page, 'case-closing');
    await page.getByRole('button', { name: 'Завершить и сообщить заявителю' }).click();
    await page.locator('#notice', { hasText: 'теперь можно войти' }).waitFor();
    expect(await page.locator('#closing').count()).toBe(0);
    await page.goto('/desk/tasks');
    await page.getByRole('link', { name: 'Обращения после загрузки справочника' }).first().click();
    expect(await page.textContent('main')).toContain('Предложено завершить: 1');
    await looked(page, 'closing-task');
  });
});
