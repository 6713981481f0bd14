import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, type Visit, type Visitor } from '../support/browser.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';

const HEAD = 'Выгрузка пользователей на 24.11.2026\n\nФамилия;Имя;Отчество;СНИЛС;ИНН;Наименование организации;Учётная запись;Эл. почта;Состояние;Примечание\n';
const SURNAMES = ['Иванова', 'Петрова', 'Сидоренко-Вознесенская', 'Ким'];
const line = (index: number, { surname = SURNAMES[index % 4] ?? '', state = 'Активен' } = {}): string =>
  `${surname};Мария;Петровна;112-233-445 95;7299000007;"ГБУ ТО «Тестовая больница № ${index % 3}»; филиал";user${index};user${index}@example.ru;${state};\n`;
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => line(from + index)).join('');

describe('the directory at the desk', () => {
  let app: TestApp;
  let browser: Browser;
  let folder: string;
  let account: Colleague;

  beforeAll(async () => {
    [app, browser, folder] = await Promise.all([startApp(), launchBrowser(), mkdtemp(join(tmpdir(), 'certdesk-directory-'))]);
    account = await colleague(app, 'admin@example.ru', 'administrator');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const administrator = (options: Visit = {}): Promise<Visitor> => visitDesk(browser, app, account, options);
  /** A page is right when axe finds nothing and it fits a narrow window. */
  async function looked(page: Page, name: string): Promise<void> {
    expect([name, await axeFindings(page)]).toEqual([name, []]);
    for (const [width, height] of [[320, 700], [1280, 800]] as const) {
      await page.setViewportSize({ width, height });
      expect([name, width, await overflow(page)]).toEqual([name, width, 0]);
      if (process.env['SCREENSHOTS']) await page.screenshot({ path: join(process.env['SCREENSHOTS'], `${name}-${width}.png`), fullPage: true });
    }
    if (process.env['SCREENSHOTS']) {
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.screenshot({ path: join(process.env['SCREENSHOTS'], `${name}-dark.png`) });
      await page.emulateMedia({ colorScheme: 'light' });
    }
  }
  async function bring(page: Page, name: string, content: string): Promise<void> {
    const path = join(folder, name);
    await writeFile(path, content);
    await page.goto('/desk/directory/upload');
    await page.getByLabel('Файл с выгрузкой').setInputFiles(path);
    await page.getByRole('button', { name: 'Загрузить файл' }).click();
  }

  test('is filled: file, columns, difference, switch, and back', async () => {
    const { page, complaints, close } = await administrator();
    await page.goto('/desk/directory');
    await page.getByText('Справочник пуст').waitFor();
    await looked(page, 'empty');
    await page.getByRole('link', { name: 'Загрузить выгрузку' }).click();
    await page.getByRole('button', { name: 'Загрузить файл' }).click();
    await page.getByRole('link', { name: 'Выберите файл с выгрузкой' }).waitFor();
    await looked(page, 'upload');
    await bring(page, 'страница.xls', '<html><table><tr><td>ФИО');
    await page.getByText('Это веб-страница').waitFor();

    await bring(page, 'первая.csv', HEAD + lines(0, 120));
    await page.getByRole('heading', { name: 'Что в каких столбцах?' }).waitFor();
    const chosen = await page.evaluate("[...document.querySelectorAll('select')].map((select) => select.selectedOptions[0].text)");
    expect(chosen).toEqual(['Фамилия', 'Имя', 'Отчество', 'СНИЛС', 'ИНН организации', 'Название организации', 'Логин', 'Электронная почта', 'Заблокирован (состояние)', 'Не брать']);
    await looked(page, 'mapping');
    await page.getByLabel('Что в столбце 10, Примечание').selectOption('Телефон');
    await page.getByLabel('Что в столбце 2, Имя').selectOption('Фамилия');
    await page.getByRole('button', { name: 'Прочитать файл' }).click();
    await page.getByRole('link', { name: 'Это уже выбрано для другого столбца' }).click();
    expect(await page.getByLabel('Что в столбце 10, Примечание').inputValue()).toBe('phone');
    await page.getByLabel('Что в столбце 2, Имя').selectOption('Имя');
    await page.getByRole('button', { name: 'Прочитать файл' }).click();
    await decided(page, 'Применить');
    await page.getByText('Новая версия справочника действует').waitFor();

    await bring(page, 'вторая.csv', HEAD + lines(30, 118) + line(118, { surname: 'Новая' }) + line(119, { state: 'Заблокирован' }) + lines(120, 122));
    await page.getByText('Файл с такими столбцами уже загружали').waitFor();
    await page.getByRole('button', { name: 'Прочитать файл' }).click();
    await settled(page);
    await page.getByText('Исчезнет 25 % записей').waitFor();
    expect((await page.locator('.dir-kinds li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['Новые 2', 'Изменились 1', 'Заблокированы 1', 'Разблокированы 0', 'Исчезли 30']);
    await looked(page, 'difference');
    await page.getByRole('link', { name: 'Изменились' }).click();
    expect((await page.locator('.dir-fields').innerText()).replace(/\s+/g, ' ')).toContain('ФИО Было: Сидоренко-Вознесенская Мария Петровна → Станет: Новая Мария Петровна');
    await looked(page, 'changed');
    await decided(page, 'Применить');

    await page.getByLabel('Фамилия, имя, отчество').fill('нов');
    await page.getByRole('button', { name: 'Найти' }).click();
    expect(await page.locator('.dir-accounts tbody tr').count()).toBe(1);
    expect(page.url()).not.toContain(encodeURIComponent('нов'));
    await looked(page, 'found');
    await page.getByRole('link', { name: 'Показать всех' }).click();
    await page.getByRole('button', { name: 'Показать следующих' }).click();
    expect(await page.locator('.dir-accounts tbody tr').count()).toBe(42);
    await page.goto('/desk/directory/history');
    await looked(page, 'history');
    await page.getByRole('button', { name: 'Вернуть эту' }).click();
    await page.getByText('Прежняя версия справочника снова действует').waitFor();
    await page.getByText('Записей: 120').waitFor();
    await page.goto('/desk/directory/tokens');
    await page.getByLabel('Название программы').fill('Ночная выгрузка');
    await page.getByRole('button', { name: 'Создать токен' }).click();
    await page.getByText('больше он нигде не показывается').waitFor();
    await looked(page, 'tokens');
    expect(complaints).toEqual([]);
    await close();
  }, 180_000);

  /** People ask again until it is read. */
  async function settled(page: Page): Promise<void> {
    const button = page.getByRole('button', { name: 'Применить' });
    for (const end = Date.now() + 30_000; Date.now() < end && !(await button.isVisible()); ) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await page.reload();
    }
    if (!(await button.isVisible())) throw new Error(await page.locator('main').innerText());
  }
  async function decided(page: Page, name: string): Promise<void> {
    await settled(page);
    await page.getByRole('button', { name }).click();
  }

  test('is filled without a script, and says what it did not take', async () => {
    const { page, complaints, close } = await administrator({ javaScript: false });
    await bring(page, 'с ошибками.csv', HEAD + ';;;112-233-445 95;7299000007;ГБУ;x;x@example.ru;Активен;\n' + line(1));
    await page.getByRole('button', { name: 'Прочитать файл' }).click();
    await settled(page);
    await page.getByRole('link', { name: 'посмотреть' }).click();
    await page.getByText('Не взята: нет имени.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
