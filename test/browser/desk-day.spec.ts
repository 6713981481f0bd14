import type { Browser, Page } from 'playwright-core';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { AccountsScene, PASSWORD, type Newcomer } from '../support/accounts-scene.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { launchBrowser, visit, type Visitor } from '../support/browser.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import type { Phone } from '../support/desk-client.js';

/** A whole day takes longer than a page. */
const PATIENCE_MS = 180_000;

/** Presses a button and waits for the page that follows. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: typeof name === 'string' }).click()]);
}

describe('an operator’s day', () => {
  let scene: AccountsScene;
  let browser: Browser;
  let api: ApiClient;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([AccountsScene.start(), launchBrowser()]);
    api = new ApiClient(scene.app.baseUrl);
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const newCase = async (): Promise<CreatedCaseView> => (await api.createCase(apiCase({ facts: { userRegistered: 'unknown' } }), makeCertificate())).body as CreatedCaseView;

  async function signIn({ email }: Newcomer, phone: Phone): Promise<Visitor> {
    const visitor = await visit(browser, scene.app.baseUrl);
    await visitor.page.goto('/desk/sign-in');
    await visitor.page.getByLabel('Рабочая почта').fill(email);
    await visitor.page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
    await press(visitor.page, 'Войти');
    scene.pass(1);
    await visitor.page.getByLabel('Код из 6 цифр').fill(phone.code(scene.now()));
    await press(visitor.page, 'Продолжить');
    return visitor;
  }

  test(
    'from signing in with a code to signing out, seen live by a colleague',
    async () => {
      const [operator, colleague] = [await scene.newcomer(), await scene.newcomer()];
      const { phone } = await operator.client.enrol(scene.now(), PASSWORD);
      const { phone: other } = await colleague.client.enrol(scene.now(), PASSWORD);
      const [theCase, ...rest] = [await newCase(), await newCase(), await newCase()];
      const { page, complaints, close } = await signIn(operator, phone);
      const watching = await signIn(colleague, other);
      await watching.page.goto('/desk/worklist?view=all');
      const seen = watching.page.locator(`[data-number="${theCase.number}"]`).first();

      // Taken, and the colleague sees by whom.
      await page.goto(`/desk/cases/${theCase.number}`);
      await press(page, 'Взять');
      await page.getByText('Обращение закреплено за вами.').waitFor();
      await seen.getByText('Петрова').waitFor();

      // Decided over the rules: the letter is written.
      await page.getByText('Решить…').click();
      await page.getByLabel('Что случилось').selectOption('user-missing');
      await page.getByLabel('Куда направить').selectOption('letter-email');
      await page.getByLabel('Почему').fill('В РМИС такого пользователя нет, проверено');
      await press(page, 'Записать решение');
      expect(await page.locator('.case-head').innerText()).toContain('Ждём подписанное письмо');
      await seen.getByText('нет пользователя').waitFor();

      // Corrected: the letter is made again, the old one is kept.
      await page.getByText('Исправить данные…').click();
      await page.locator('[id="organization.headName"]').fill('Смирнов Пётр Ильич');
      await press(page, /Исправить/);
      expect(await page.locator('.case').innerText()).toMatch(/[Пп]режн/);

      // The applicant brings the scan; the letter leaves, and the open page says that there is news.
      const scan = new FormData();
      scan.set('file', new Blob(['%PDF-1.7\n% signed and scanned\n']), 'scan.pdf');
      const sent = await fetch(`${scene.app.baseUrl}/api/v1/cases/${theCase.number}/signed-letter`, { method: 'PUT', headers: { authorization: `Bearer ${theCase.accessKey}` }, body: scan });
      expect(sent.status).toBe(200);
      await page.locator('.case-news').getByText('Показать').waitFor();
      await seen.getByText('отправлено').waitFor();
      await page.goto(`/desk/cases/${theCase.number}`);
      expect(await page.locator('.delivery').first().innerText()).toMatch(/сохранено/);

      // Answered and resolved; the applicant is told both.
      await page.getByText('Ответить…').click();
      await page.getByLabel('Сообщение заявителю', { exact: true }).fill('Письмо ушло, ждите регистрации.');
      await press(page, 'Отправить ответ');
      await page.getByText('Завершить…').click();
      await page.getByLabel('Чем закончилось').selectOption('registered');
      await press(page, 'Завершить обращение');
      expect(await page.locator('.case-head').innerText()).toContain('пользователь зарегистрирован');
      const told = (await (await fetch(`${scene.app.baseUrl}/api/v1/cases/${theCase.number}`, { headers: { authorization: `Bearer ${theCase.accessKey}` } })).json()) as { status: string; timeline: { text: string }[] };
      expect(told.status).toBe('resolved');
      expect(told.timeline.map(({ text }) => text).join('\n')).toContain('Письмо ушло, ждите регистрации.');

      // The rest is closed at once.
      await page.goto('/desk/worklist?view=untaken');
      for (const { number } of rest) await page.locator(`[data-number="${number}"] input[type="checkbox"]`).check();
      await Promise.all([page.waitForURL(/\/desk\/bulk\//), page.keyboard.press('b')]);
      await page.getByRole('link', { name: 'Завершить', exact: true }).click();
      await press(page, 'Посмотреть, что будет сделано');
      await press(page, 'Завершить 2 обращения');
      await page.getByRole('heading', { name: 'Готово' }).waitFor();
      expect(await page.locator('.task').innerText()).toContain('Завершено: 2.');

      // What he may not do is refused, in the page and behind it.
      for (const path of ['/desk/settings', '/desk/queues', '/desk/audit', '/desk/operators']) expect((await page.goto(path))?.status()).toBe(403);
      expect((await operator.client.post('/desk/operators', { email: 'friend@example.ru', role: 'administrator' })).status).toBe(403);

      await page.goto('/desk/worklist');
      await page.locator('.bar-me > summary').click();
      await press(page, 'Выйти');
      await page.goto(`/desk/cases/${theCase.number}`);
      expect(await page.locator('h1').innerText()).toBe('Вход для операторов');
      expect(complaints).toEqual([]);
      await watching.close();
      await close();
    },
    PATIENCE_MS,
  );
});
