import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, press, visit } from '../support/browser.js';
import { answerQuestions, bringFile, fillContact, fillLetter, tellWindow, type WindowShown } from '../support/portal-walk.js';

interface Way {
  category: string;
  window: WindowShown;
  answers?: Record<string, string | string[]>;
  /** What the verdict says first. */
  verdict: string;
  rule: string;
  /** Buttons of self-help pressed before the case is made. */
  selfHelp?: string[];
  edms?: string;
  /** Between them these have every page and button of the wizard, so they are walked without JavaScript too. */
  scriptless?: true;
  /** Status of the case that comes of it. */
  status: string;
}

const NOT_LOADED: WindowShown = { previouslyLoaded: '0', withOwner: '0' };
/** One way for each category that an applicant can reach without a directory of users. */
const WAYS: Way[] = [
  { category: 'already-loaded', window: { previouslyLoaded: '1', withOwner: '1' }, verdict: 'Сертификат уже есть в системе', rule: 'R3', selfHelp: ['Всё равно создать обращение'], status: 'Можно сделать самим' },
  { category: 'already-loaded, login failed', window: { previouslyLoaded: '1', withOwner: '0' }, verdict: 'Сертификат уже есть в системе', rule: 'R3', selfHelp: ['Вход не удался', 'Продолжить'], status: '', scriptless: true },
  { category: 'user-missing by e-mail', window: NOT_LOADED, answers: { 'user-registered': 'Нет' }, verdict: 'Пользователя нет в системе', rule: 'R4', edms: 'Нет, такой системы нет', status: 'Ждёт подписанное письмо', scriptless: true },
  { category: 'user-missing by EDMS', window: NOT_LOADED, answers: { 'user-registered': 'Нет' }, verdict: 'Пользователя нет в системе', rule: 'R4', edms: 'Да, «Директум»', status: 'Ждёт вас' },
  { category: 'user-blocked', window: NOT_LOADED, answers: { 'about-you': ['Моя учётная запись в РМИС заблокирована'] }, verdict: 'Учётная запись заблокирована', rule: 'R2', status: '', scriptless: true },
  { category: 'needs-triage', window: NOT_LOADED, answers: { 'user-registered': 'Не знаю' }, verdict: 'Нужно решение оператора', rule: 'R7', status: 'Ждёт оператора' },
  { category: 'needs-triage, signs documents', window: NOT_LOADED, answers: { 'about-you': ['Я подписываю документы в РМИС'] }, verdict: 'Нужно решение оператора', rule: 'R0', status: 'Ждёт оператора' },
  { category: 'no-colleague', window: 'nothing', answers: { 'current-certificate-valid': 'Нет', 'colleague-can-import': 'Нет', 'user-registered': 'Да' }, verdict: 'Загрузить сертификат некому', rule: 'R8', status: '' },
  { category: 'import-error', window: { errorText: 'Ошибка 0x80091004' }, answers: { 'user-registered': 'Да' }, verdict: 'При импорте появилась ошибка', rule: 'R9', status: '', scriptless: true },
  { category: 'self-service', window: 'nothing', answers: { 'current-certificate-valid': 'Да' }, verdict: 'Самостоятельное обновление сертификата', rule: 'R10', selfHelp: ['Всё равно создать обращение'], status: 'Можно сделать самим' },
];

describe('the wizard', () => {
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  describe.each([
    { name: 'with JavaScript, 1280 px', javaScript: true, width: 1280, ways: WAYS },
    { name: 'without JavaScript, 320 px', javaScript: false, width: 320, ways: WAYS.filter(({ scriptless }) => scriptless) },
  ])('$name', ({ javaScript, width, ways }) => {
    test.each(ways)('$category leads to a case', async ({ window, answers, verdict, rule, selfHelp, edms, status }) => {
      const { page, complaints, close } = await visit(browser, app.baseUrl, { javaScript, width });
      await bringFile(page);
      await tellWindow(page, window);
      await answerQuestions(page, answers);
      expect(await page.locator('h1').innerText()).toBe(verdict);
      expect(await page.getByText('Почему так').innerText()).toContain(rule);
      if (javaScript) expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await overflow(page)).toBe(0);
      await page.setViewportSize({ width, height: 800 });
      for (const button of selfHelp ?? []) {
        await press(page, button);
        await answerQuestions(page, answers);
      }
      if (edms) await page.getByLabel(edms, { exact: true }).check();
      if (!selfHelp) await press(page, 'Продолжить');
      await fillContact(page);
      if (edms) await fillLetter(page);
      expect(await page.locator('h1').innerText()).toBe('Проверьте, всё ли верно');
      await Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').click()]);
      expect((await page.locator('h1').innerText()).replace(/\s/g, ' ')).toMatch(/^Обращение 2\d{3}-\d{6} принято$/);
      await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Открыть обращение' }).click()]);
      if (status) expect(await page.locator('h1').innerText()).toBe(status);
      expect(complaints).toEqual([]);
      await close();
    });
  });
});
