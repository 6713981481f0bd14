import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, press } from '../support/browser.js';
import { certificateRequest, zip } from '../support/certificate-files.js';
import { type Attribute, IVANOVA, makeCertificate, Oid } from '../support/certificate-fixtures.js';
import { colleague, visitDesk, type Colleague } from '../support/desk-visitor.js';

const colleagueOfIvanova = makeCertificate({ subject: IVANOVA.map((attribute): Attribute => (attribute[0] === Oid.surname ? [Oid.surname, 'Зимина'] : attribute)) });

describe('a batch in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let me: Colleague;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
    me = await colleague(app);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** A page is right when axe finds nothing and it fits a narrow window. */
  async function looked(page: Page, name: string): Promise<void> {
    expect([name, await axeFindings(page)]).toEqual([name, []]);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect([name, width, await overflow(page)]).toEqual([name, width, 0]);
      if (!process.env['SCREENSHOTS']) continue;
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(process.env['SCREENSHOTS'], `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  }

  test('is given, sorted while one waits, and becomes cases with one letter', async () => {
    const { page, complaints, close } = await visitDesk(browser, app, me, { width: 360 });
    await page.goto('/desk/batches/new');
    await looked(page, 'batch-new');
    const archive = await zip({ 'иванова.cer': makeCertificate(), 'зимина.cer': colleagueOfIvanova, 'запрос.cer': certificateRequest() });
    await page.getByLabel('Сертификаты', { exact: true }).setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) });
    await page.getByLabel('Окно импорта: ранее загружено').fill('0');
    await page.getByLabel('Учётная запись в РМИС есть').selectOption('no');
    await page.getByRole('button', { name: 'Загрузить и разобрать' }).click();
    await page.getByRole('heading', { name: 'Все строки' }).waitFor();
    await looked(page, 'batch');
    const batch = page.url();
    await page.getByLabel('Отметить строку 1').check();
    await page.getByLabel('Отметить строку 2').check();
    await page.getByRole('button', { name: 'Только из отмеченных' }).click();
    await page.getByRole('heading', { name: 'Сделать обращения' }).waitFor();
    await looked(page, 'batch-cases');
    const contact = { 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', position: 'Кадровик', sameRolesAs: 'Белова Анна' };
    for (const [name, value] of Object.entries(contact)) await page.locator(`[id="${name}"]`).fill(value);
    await page.getByLabel('Каждый сам').check();
    await page.getByLabel('Согласия этих людей').check();
    await press(page, 'Сделать обращения');
    await looked(page, 'batch-cases-faults');
    await page.getByLabel('Одно на все обращения').check();
    await press(page, 'Сделать обращения');
    await page.getByText('Сделано обращений: 2, не сделано: 0.').waitFor();

    await page.goto(batch);
    await page.locator('main a[href^="/desk/cases/"]').first().click();
    await page.getByRole('heading', { name: 'Одно письмо на всех' }).waitFor();
    await looked(page, 'shared-letter-case');
    const link = await eventually(async () => (await app.mails()).map(({ text }) => /http\S+\/cases\/\S+/.exec(text ?? '')?.[0]).find(Boolean));
    await page.goto(link);
    await page.getByRole('heading', { name: 'Письмо одно на 2 человек' }).waitFor();
    await looked(page, 'shared-letter-status');

    await page.goto('/desk/batches/new');
    await page.getByLabel('Сертификаты', { exact: true }).setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) });
    await page.getByLabel('Окно импорта: ранее загружено').fill('0');
    await page.getByRole('button', { name: 'Загрузить и разобрать' }).click();
    await page.getByRole('link', { name: 'Не хватает сведений' }).click();
    await looked(page, 'batch-undecided');
    await page.getByRole('link', { name: 'Ответить за всех: 2' }).click();
    await page.getByLabel('Какое число стоит').waitFor();
    await looked(page, 'batch-answers');
    await page.getByLabel('Какое число стоит').fill('0');
    await press(page, 'Ответить и разобрать заново');
    await page.getByText('Разобрано заново: 2, не разобрано: 0.').waitFor();

    await page.goto('/desk/batches');
    await page.locator('main a[href^="/desk/batches/"]:not([href$="/new"])').first().click();
    await page.getByRole('link', { name: 'Нужно решение оператора' }).click();
    await page.getByText('Правила оставили эти строки человеку').waitFor();
    await looked(page, 'batch-left-to-person');
    await page.getByLabel('Отметить строку 1').check();
    await page.getByRole('button', { name: 'Ответить за отмеченных' }).click();
    await page.getByRole('heading', { name: 'Ответьте на вопросы' }).waitFor();
    await looked(page, 'batch-answers-left');
    await page.goBack();
    await page.getByLabel('Отметить строку 1').check();
    await page.getByRole('button', { name: 'Решить за отмеченных' }).click();
    await looked(page, 'batch-decision');
    await page.getByLabel('Что случилось').selectOption('user-blocked');
    await press(page, 'Записать решение');
    await looked(page, 'batch-decision-faults');
    await page.getByLabel('Почему').fill('В РМИС стоит отметка о блокировке');
    await press(page, 'Записать решение');
    await page.getByText('Решение записано.').waitFor();
    await page.getByText('Решение оператора: В РМИС стоит отметка о блокировке').waitFor();
    await looked(page, 'batch-decided');

    await page.goto('/desk/batches/new');
    const table = 'Документ;Кто;Счётчик;Второй счётчик;Почта\nиванова.cer;Иванова Мария Петровна;0;0;ivanova@example.ru\nзимина.cer;Зимина Мария Петровна;0;0;zimina@example.ru\n';
    await page.getByLabel('Сертификаты', { exact: true }).setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) });
    await page.getByLabel('Таблица', { exact: true }).setInputFiles({ name: 'сбои.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await page.getByRole('button', { name: 'Загрузить и разобрать' }).click();
    await page.getByRole('heading', { name: 'Что в столбцах таблицы' }).waitFor();
    await looked(page, 'batch-columns');
    await page.getByLabel('Что в столбце 3, Счётчик').selectOption('withOwner');
    await page.getByLabel('Что в столбце 4, Второй счётчик').selectOption('withOwner');
    await press(page, 'Подтвердить и разобрать');
    await looked(page, 'batch-columns-faults');
    await page.getByLabel('Что в столбце 3, Счётчик').selectOption('previouslyLoaded');
    await press(page, 'Подтвердить и разобрать');
    await page.getByRole('heading', { name: 'Все строки' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
