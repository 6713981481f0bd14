import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, press, visit } from '../support/browser.js';
import { answerQuestions, bringFile, certificateFile, fillContact, fillLetter, tellWindow } from '../support/portal-walk.js';

const PFX = Buffer.from('3082010002010330819b', 'hex');

describe('every page of the portal', () => {
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** Walks a letter's whole way, faults included, and stops at every page. */
  async function walk(page: Page, stop: () => Promise<void>): Promise<void> {
    await page.goto('/');
    await stop();
    await page.locator('#certificate-file').setInputFiles(certificateFile(PFX));
    await page.locator('#refusal-title').waitFor();
    await stop();
    await bringFile(page);
    await stop();
    await page.goto('/import-result');
    await press(page, 'Продолжить');
    await stop();
    await tellWindow(page, { previouslyLoaded: '0', withOwner: '0' });
    await stop();
    await press(page, 'Продолжить');
    await press(page, 'Продолжить');
    await stop();
    await answerQuestions(page, { 'user-registered': 'Нет' });
    await press(page, 'Продолжить');
    await stop();
    await page.getByLabel('Нет, такой системы нет').check();
    await press(page, 'Продолжить');
    await page.getByLabel('Телефон с кодом').fill('12');
    await press(page, 'Продолжить');
    await stop();
    await fillContact(page);
    await stop();
    await page.getByLabel('Должность руководителя').fill('');
    await press(page, 'Продолжить');
    await stop();
    await fillLetter(page);
    await stop();
    await press(page, 'Создать обращение и получить письмо');
    await stop();
    await page.getByRole('link', { name: 'Открыть обращение' }).click();
    await press(page, 'Загрузить и отправить письмо');
    await stop();
    for (const path of ['/', '/consent', '/api/docs', '/no-such-page', '/cases/2026-999999/wrong']) {
      await page.goto(path);
      await stop();
    }
  }

  test('has nothing that axe objects to, in light and dark', async () => {
    const { page, complaints, close } = await visit(browser, app.baseUrl);
    const findings: string[] = [];
    await walk(page, async () => void findings.push(...(await axeFindings(page))));
    expect(findings).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 240_000);

  test('fits 320 px, has one heading, and names its faults in the title', async () => {
    const { page, close } = await visit(browser, app.baseUrl, { width: 320 });
    const findings: string[] = [];
    await walk(page, async () => {
      const where = new URL(page.url()).pathname;
      if ((await overflow(page)) > 0) findings.push(`${where} is too wide`);
      if ((await page.locator('h1').count()) !== 1) findings.push(`${where} has not one heading`);
      if ((await page.locator('html').getAttribute('lang')) !== 'ru') findings.push(`${where} is not Russian`);
      const summary = (await page.locator('.error-summary ul').count()) > 0;
      if (summary !== (await page.title()).startsWith('Ошибка: ')) findings.push(`${where}: title ${await page.title()}`);
      for (const link of await page.locator('.error-summary a').all()) {
        const target = await link.getAttribute('href');
        if (!target || (await page.locator(target).count()) !== 1) findings.push(`${where}: ${target} leads nowhere`);
      }
    });
    expect(findings).toEqual([]);
    await close();
  });

  test('can be walked with the keyboard only', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await bringFile(page);
    /** Tabs until the focus is on what has this text or label, and expects the focus to be seen. */
    const tabTo = async (name: string) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const here = await page.evaluate<{ name: string; seen: boolean }>(`(() => {
          const at = document.activeElement;
          const style = getComputedStyle(at);
          const name = (at.labels?.[0]?.innerText ?? at.innerText ?? '').trim();
          return { name, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
        })()`);
        if (!here.name.startsWith(name)) continue;
        expect({ name, seen: here.seen }).toEqual({ name, seen: true });
        return;
      }
      throw new Error(`no way to «${name}» with Tab`);
    };
    const enter = () => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await tabTo('Продолжить');
    await enter();
    await tabTo('Количество ранее загруженных');
    await page.keyboard.type('1');
    await tabTo('Из них с указанием');
    await page.keyboard.type('1');
    await tabTo('Продолжить');
    await enter();
    expect(await page.locator('h1').innerText()).toBe('Сертификат уже есть в системе');
    await tabTo('Почему так');
    await page.keyboard.press('Enter');
    expect(await page.locator('details.why').getAttribute('open')).not.toBeNull();
    await tabTo('Всё равно создать обращение');
    await enter();
    await tabTo('Телефон с кодом');
    await page.keyboard.type('+7 3452 00-00-00');
    await tabTo('Электронная почта');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('ivanova@example.ru');
    await tabTo('Согласен');
    await page.keyboard.press('Space');
    await tabTo('Продолжить');
    await enter();
    await tabTo('Создать обращение');
    await enter();
    expect(await page.title()).toContain('принято');
    await close();
  });

  test('offers a way past the head, and puts the focus on the faults', async () => {
    const { page, close } = await visit(browser, app.baseUrl);
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('К содержанию');
    await bringFile(page);
    expect(await page.locator(':focus').innerText()).toBe('Иванова Мария Петровна');
    await page.goto('/import-result');
    await press(page, 'Продолжить');
    expect(await page.locator(':focus').getAttribute('class')).toBe('error-summary');
    await close();
  });
});
