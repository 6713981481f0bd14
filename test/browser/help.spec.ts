import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { axeFindings, launchBrowser, overflow, press, visit, type Visitor } from '../support/browser.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { bringFile, certificateFile, tellWindow } from '../support/portal-walk.js';

const NO_CERTIFICATE = { name: 'ключ.pfx', mimeType: 'application/octet-stream', buffer: Buffer.from('3082010002010330819b', 'hex') };
/** Milliseconds, for walks with many pages on a machine that does other work besides. */
const SLOW = 240_000;

describe('the help', () => {
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** Somebody whose browser also tells what the content security policy blocked. */
  async function reader(how = {}): Promise<Visitor> {
    const visitor = await visit(browser, app.baseUrl, how);
    visitor.page.on('console', (message) => {
      if (/script.*content security policy/is.test(message.text())) visitor.complaints.push(message.text());
    });
    return visitor;
  }
  const firstFound = (page: Page) => page.locator('.found a').first().getAttribute('href');

  it.each([
    ['как заменить эцп в еис', '/help/eis-new-certificate'],
    ['сертефикат не грузится', '/help/rmis-outcomes'],
  ])('finds «%s» while it is typed, and with Enter', async (query, href) => {
    const { page, complaints, close } = await reader();
    await page.goto('/help');
    await page.getByLabel('Поиск по справке').pressSequentially(query, { delay: 5 });
    await page.locator(`.found li:first-child a[href="${href}"]`).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/help/search?q=*');
    expect(await firstFound(page)).toBe(href);
    expect(complaints).toEqual([]);
    await close();
  });

  it('has no page that axe, a narrow window or the policy complains about', async () => {
    const { page, complaints, close } = await reader({ width: 320 });
    const paths = ['/help', '/help/rmis-import', '/help/eis-new-certificate', '/help/which', '/help/which/eis/customer/broken', '/help/certificate-check'];
    for (const path of paths) {
      await page.goto(path);
      expect(await axeFindings(page)).toEqual([]);
      expect(`${path} ${await overflow(page)}`).toBe(`${path} 0`);
    }
    expect(complaints).toEqual([]);
    await close();
  }, SLOW);

  it('gives search engines the questions as data that the policy lets stand', async () => {
    const { page, complaints, close } = await reader();
    await page.goto('/help/questions');
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as { '@type': string; mainEntity: { name: string; acceptedAnswer: { text: string } }[] };
    expect(data['@type']).toBe('FAQPage');
    expect(data.mainEntity).toHaveLength(await page.locator('.guide section > h2').count());
    expect(data.mainEntity[0]?.acceptedAnswer.text).toContain('15 месяцев');
    expect(complaints).toEqual([]);
    await close();
  });

  it('keeps in the browser which steps are done', async () => {
    const { page, close } = await reader();
    await page.goto('/help/eis-new-certificate');
    await page.getByLabel('сделано: шаг 1', { exact: true }).check();
    await page.getByLabel('сделано: шаг 4', { exact: true }).check();
    await page.getByText('Сделано 2 из 8').waitFor();
    await page.reload();
    await page.getByText('Сделано 2 из 8').waitFor();
    await page.getByRole('button', { name: 'Снять все отметки' }).click();
    await page.getByText('Сделано 0 из 8').waitFor();
    await page.reload();
    await page.getByText('Сделано 0 из 8').waitFor();
    await close();
  });

  it('reads a dropped file and keeps nothing', async () => {
    const { page, complaints, close } = await reader();
    await page.goto('/help/certificate-check');
    await page.locator('#certificate-file').setInputFiles(certificateFile());
    await page.getByText('Прочитали сертификат').waitFor();
    await page.getByText('Да, препятствий не видно').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('#certificate-file').setInputFiles(NO_CERTIFICATE);
    await page.locator('#refusal-title').waitFor();
    await page.locator('#certificate-file').setInputFiles(certificateFile(makeCertificate({ key: 'rsa' })));
    await page.getByText('Ключ не по ГОСТ').waitFor();
    await page.goto('/');
    await page.getByText('Выбрать файл сертификата').waitFor();
    expect(await page.locator('.certificate-card').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, SLOW);

  it('works without a script: search, chooser, file, answer, and the wizard that knows what is known', async () => {
    const { page, complaints, close } = await reader({ javaScript: false, width: 360 });
    await page.goto('/');
    await page.getByRole('link', { name: 'Справка', exact: true }).click();
    await page.getByLabel('Поиск по справке').fill('сертефикат не грузится');
    await press(page, 'Найти');
    expect(await firstFound(page)).toBe('/help/rmis-outcomes');

    await page.goto('/help/which');
    for (const name of ['ЕИС, сайт zakupki.gov.ru', 'Поставщик, участник закупок', 'Зарегистрироваться как участник закупок', 'Открыть инструкцию']) await page.getByRole('link', { name }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('ЕРУЗ — реестр участников закупок');
    await press(page, 'Помогло');
    await page.getByText('Спасибо').waitFor();

    await page.goto('/help/certificate-check');
    await page.locator('#certificate-file').setInputFiles(certificateFile());
    await press(page, 'Проверить сертификат');
    await page.getByText('Прочитали сертификат').waitFor();

    await page.goto('/help/rmis-letter');
    await press(page, 'Не помогло');
    await page.getByText('Что известно, мы уже отметили').waitFor();
    await bringFile(page);
    await tellWindow(page, { previouslyLoaded: '0', withOwner: '0' });
    await press(page, 'Продолжить');
    // Whether there was an account is not asked any more.
    expect(new URL(page.url()).pathname).toBe('/verdict');
    expect(await page.getByRole('heading', { name: 'Что написать в письме' }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  }, SLOW);
});
