import type { Browser } from 'playwright-core';
import { AccountsScene, PASSWORD } from '../support/accounts-scene.js';
import { axeFindings, launchBrowser, overflow, press, visit } from '../support/browser.js';
import { Phone } from '../support/desk-client.js';

const SHOTS = process.env['SCREENSHOTS'];

/** The code after the one that was used, as a person would wait for it. */
async function nextCode(scene: AccountsScene, phone: Phone): Promise<string> {
  scene.pass(1);
  return phone.code(scene.now());
}

describe('signing in at the desk', () => {
  let scene: AccountsScene;
  let browser: Browser;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([AccountsScene.start(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  describe.each([
    { name: 'with JavaScript, 1280 px', javaScript: true, width: 1280 },
    { name: 'without JavaScript, 320 px', javaScript: false, width: 320 },
  ])('$name', ({ javaScript, width }) => {
    test('an invited administrator sets up a telephone, signs out and comes back with its code', async () => {
      await scene.refresh();
      const email = `anna${width}@example.ru`;
      await scene.admin.post('/desk/operators', { email, role: 'administrator' });
      const { page, complaints, close } = await visit(browser, scene.app.baseUrl, { javaScript, width });
      /** Every page is without findings, fits, and can be looked at. */
      const look = async (shot: string): Promise<void> => {
        if (SHOTS) {
          for (const colorScheme of ['dark', 'light'] as const) {
            await page.emulateMedia({ colorScheme });
            await page.screenshot({ path: `${SHOTS}/${shot}-${width}-${colorScheme}.png`, fullPage: true });
          }
        }
        if (javaScript) expect(await axeFindings(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
      };

      await page.goto(await scene.linkFrom(email, 'Приглашение'));
      await look('invite');
      await page.getByLabel('Фамилия, имя, отчество').fill('Петрова Анна Сергеевна');
      await page.getByLabel('Новый пароль').fill('короткий');
      await press(page, 'Начать работу');
      await look('invite-fault');
      expect(await page.getByRole('alert').innerText()).toContain('Пароль короче 12 знаков');
      await page.getByLabel('Новый пароль').fill(PASSWORD);
      await press(page, 'Начать работу');

      expect(await page.locator('h1').innerText()).toBe('Подключите приложение с кодами');
      await look('second-factor-setup');
      const phone = new Phone((await page.locator('#secret').innerText()).replaceAll(' ', ''));
      await page.getByLabel('Введите код').fill(phone.code(scene.now()));
      await press(page, 'Подключить');
      expect(await page.locator('.recovery-codes li').count()).toBe(10);
      await look('recovery-codes');
      const recovery = await page.locator('.recovery-codes li').first().innerText();

      await page.goto('/desk/account');
      await look('account');
      await page.goto('/desk/account/second-factor');
      await look('second-factor');
      await page.goto('/desk/operators');
      await page.getByText('Изменить').first().click();
      await look('operators');
      await page.locator('.bar-me > summary').click();
      await look('menu');
      await press(page, 'Выйти');
      expect(await page.getByRole('status').innerText()).toBe('Вы вышли.');
      await look('sign-in');

      await page.goto('/desk/operators');
      await page.getByLabel('Рабочая почта').fill(email);
      await page.getByLabel('Пароль', { exact: true }).fill('не тот пароль вовсе');
      await press(page, 'Войти');
      await look('sign-in-fault');
      expect(await page.getByRole('alert').innerText()).toContain('Почта или пароль не подходят');
      expect(await page.getByLabel('Рабочая почта').inputValue()).toBe(email);
      await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
      await press(page, 'Войти');
      await look('sign-in-code');
      await page.getByLabel('Код из 6 цифр').fill('000000');
      await press(page, 'Продолжить');
      await look('sign-in-code-fault');
      await page.getByLabel('Код из 6 цифр').fill(await nextCode(scene, phone));
      await press(page, 'Продолжить');
      expect(new URL(page.url()).pathname).toBe('/desk/operators');

      await page.locator('.bar-me > summary').click();
      await press(page, 'Выйти');
      await page.getByRole('link', { name: 'Забыли пароль?' }).click();
      await page.waitForURL('**/desk/forgot');
      await look('forgot');
      await page.getByLabel('Рабочая почта').fill(email);
      await press(page, 'Отправить ссылку');
      await look('forgot-sent');
      await page.goto(await scene.linkFrom(email, 'Новый пароль'));
      await look('reset');
      await page.getByLabel('Новый пароль').fill('quiet boats at noon');
      await press(page, 'Сохранить пароль');
      await page.getByLabel('Рабочая почта').fill(email);
      await page.getByLabel('Пароль', { exact: true }).fill('quiet boats at noon');
      await press(page, 'Войти');
      await page.getByLabel('Код из 6 цифр').fill(recovery);
      await press(page, 'Продолжить');
      await page.goto('/desk/account');
      expect(await page.locator('main').innerText()).toContain('осталось: 9');

      await page.goto('/desk/invite/nothing');
      await look('link-expired');
      expect(complaints).toEqual([]);
      await close();
    }, 240_000);
  });

  test('somebody who is signed in and follows a link from another site stays signed in', async () => {
    await scene.refresh();
    const { client } = await scene.newcomer();
    const { page, context, close } = await visit(browser, scene.app.baseUrl);
    await context.addCookies([{ name: 'certdesk_desk', value: client.cookie() ?? '', url: scene.app.baseUrl, httpOnly: true, sameSite: 'Strict' }]);
    // The same machine under another name is another site.
    const elsewhere = scene.app.baseUrl.replace('127.0.0.1', 'localhost');
    await context.route(`${elsewhere}/**`, (route) => route.fulfill({ contentType: 'text/html', body: `<a href="${scene.app.baseUrl}/desk/account">case</a>` }));
    await page.goto(elsewhere);
    await page.getByText('case').click();
    await page.getByRole('heading', { level: 1, name: 'Учётная запись' }).waitFor();
    await close();
  });
});
