import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** A background browser that calls nobody on its own; as root Chromium has no sandbox. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How somebody looks at the pages. */
export interface Visit {
  javaScript?: boolean;
  /** Pixels; 320 is the narrowest that has to work. */
  width?: number;
  dark?: boolean;
}

/** One person's browser window. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Requests to other hosts, console errors and broken scripts so far; a test expects none. */
  complaints: string[];
  close: () => Promise<void>;
}

/** Debian's Chromium without windows, which takes half the processor time of the whole browser; `CHROMIUM` names another. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell', args: ARGUMENTS });
}

/** A fresh window with its own cookies. */
export async function visit(browser: Browser, baseUrl: string, { javaScript = true, width = 1280, dark = false }: Visit = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    javaScriptEnabled: javaScript,
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'ru-RU',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:$/.test(protocol) && host !== new URL(baseUrl).host) complaints.push(`request to ${host}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return { page, context, complaints, close: () => context.close() };
}

/** Presses a button and waits for the page that follows. */
export async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
}

/**
 * What axe finds wrong with the page as it is now, and with its contrast in the dark theme; an empty list is the aim.
 * axe is put into the page once for both looks: reading its source takes as long as running it.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const findings: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const options: RunOptions = { resultTypes: ['violations'], iframes: false, ...(colorScheme === 'dark' && { runOnly: ['color-contrast'] }) };
    const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
    findings.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${colorScheme} ${new URL(page.url()).pathname}: ${id}: ${node.html.slice(0, 200)}`)));
  }
  return findings;
}

/** Pixels by which the page is wider than its window; 0 is right. Playwright may run this where the page itself runs no script. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
