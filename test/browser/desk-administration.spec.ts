import type { Browser } from 'playwright-core';
import { AccountsScene } from '../support/accounts-scene.js';
import { axeFindings, launchBrowser, overflow, press, visit } from '../support/browser.js';

const SHOTS = process.env['SCREENSHOTS'];

describe('what administrators see', () => {
  let scene: AccountsScene;
  let browser: Browser;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([AccountsScene.start(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  test('settings, audit log and queues: every page without findings, a change with its fault, its preview and its way back', async () => {
    const { page, context, complaints, close } = await visit(browser, scene.app.baseUrl, { width: 1280 });
    await context.addCookies([{ name: 'certdesk_desk', value: scene.admin.cookie() ?? '', url: scene.app.baseUrl }]);
    const look = async (shot: string): Promise<void> => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${shot}.png`, fullPage: true });
      expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect([shot, await overflow(page)]).toEqual([shot, 0]);
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    for (const ended of ["now() - interval '1 day'", 'NULL'])
      await scene.database.query(`INSERT INTO alarms (id, kind, seen_at, begun_at, ended_at, figures) VALUES (gen_random_uuid(), 'disk', now() - interval '2 days', now() - interval '2 days', ${ended}, '{"percent": 4, "megabytes": 812}')`);
    const secret = await scene.admin.post('/desk/webhooks/new', { name: 'Портал дежурных', url: 'https://portal.example.ru/certdesk', events: 'case.created' });
    const webhook = /href="(\/desk\/webhooks\/[0-9a-f-]{36})"/.exec(secret.html)?.[1] ?? '';
    await scene.database.query(
      `INSERT INTO webhook_deliveries (id, endpoint_id, event, body, happened_at, state, attempts, next_attempt_at, ended_at, status_code, failure, answer)
       SELECT gen_random_uuid(), $1, 'case.created', '{"type":"case.created","data":{"case":{"number":"2031-000001"}}}', now(), s, 3, CASE WHEN s = 'pending' THEN now() + interval '1 day' END,
              CASE WHEN s <> 'pending' THEN now() END, CASE WHEN s = 'sent' THEN 204 ELSE 503 END, CASE WHEN s <> 'sent' THEN 'server-error' END, 'занято' FROM unnest(ARRAY['pending', 'sent', 'failed']) AS s`,
      [webhook.split('/').at(-1)],
    );
    for (const [shot, path] of [
      ['alarms', '/desk/alarms'], ['webhooks', '/desk/webhooks'], ['webhook-new', '/desk/webhooks/new'], ['webhook', webhook],
      ['settings', '/desk/settings'], ['signature', '/desk/settings/letter-signature'], ['deadlines', '/desk/settings/deadlines'],
      ['consent', '/desk/settings/consent'], ['calendar', '/desk/settings/calendar'], ['calendar-year', '/desk/settings/calendar/2026'], ['calendar-new', '/desk/settings/calendar/2027'],
      ['audit', '/desk/audit'], ['queues', '/desk/queues'], ['queue', '/desk/queues/deliver'],
    ] as const) {
      await page.goto(path);
      await look(shot);
    }

    await page.goto('/desk/settings');
    expect(await page.getByRole('complementary', { name: 'Состояние сервиса' }).innerText()).toMatch(/^Сейчас не всё в порядке: .*на диске мало места\. Что это значит$/);
    await page.locator('a[href="/desk/settings/agency-addressee"]').click();
    await page.getByLabel('Кому письмо').fill('');
    await press(page, 'Сохранить');
    expect(await page.getByRole('alert').innerText()).toContain('Введите от одной до восьми строк');
    await look('addressee-fault');
    await page.getByLabel('Кому письмо').fill('Директору департамента\nА.П. Новой');
    await press(page, 'Показать начало письма');
    expect(await page.locator('.letter-addressee').innerText()).toBe('Директору департамента\nА.П. Новой');
    await press(page, 'Сохранить');
    expect(await page.locator('.setting-source').first().innerText()).toMatch(/изменено Изменено .*, admin@example\.ru/i);
    await look('addressee-changed');
    await press(page, 'Вернуть');
    expect(await page.getByLabel('Кому письмо').inputValue()).toContain('С.Н. Панкову');

    await page.goto('/desk/settings/deadlines');
    await page.getByLabel(/^Первый ответ: все остальные/).fill('нет');
    await press(page, 'Сохранить сроки');
    await look('deadlines-fault');
    await page.getByLabel(/^Первый ответ: все остальные/).fill('6:30');
    await press(page, 'Сохранить сроки');
    expect(await page.getByRole('status').first().innerText()).toContain('пересчитываются');
    await look('deadlines-changed');

    await page.goto('/desk/queues/board');
    await page.getByText('Пересчёт сроков').first().waitFor();
    await page.goto('/desk/audit?action=settings');
    expect(await page.locator('tbody tr').first().innerText()).toMatch(/Первый ответ \(first-answer\): 8\sч → 6\sч\s30\sмин/);
    expect(complaints).toEqual([]);
    await close();
  }, 180_000);
});
