import type { Page } from 'playwright-core';
import { press } from './browser.js';
import { makeCertificate } from './certificate-fixtures.js';

/** A valid certificate of an invented person, as a file to choose. */
export function certificateFile(bytes: Uint8Array = makeCertificate()): { name: string; mimeType: string; buffer: Buffer } {
  return { name: 'Иванова.cer', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

/** Chooses a file on the start page; without a script its button has to be pressed. */
export async function bringFile(page: Page, file = certificateFile()): Promise<void> {
  await page.goto('/');
  const scripted = (await page.locator('html.js').count()) > 0;
  const field = page.locator('#certificate-file').last();
  if (!(await field.isVisible())) await page.getByText('Это не тот файл').click();
  await field.setInputFiles(file);
  if (scripted) await page.locator('#certificate[data-prepared]').waitFor();
  else await press(page, 'Прочитать сертификат');
}

/** What the window «Импорт сертификатов пользователей» showed. */
export type WindowShown = { previouslyLoaded: string; withOwner: string } | { errorText: string } | 'nothing';

/** From the start page past the window. */
export async function tellWindow(page: Page, shown: WindowShown): Promise<void> {
  await page.goto('/import-result');
  if (shown === 'nothing') await page.getByLabel('Окно не появилось').check();
  else if ('errorText' in shown) {
    await page.getByLabel('Окно показало другую ошибку').check();
    await page.getByLabel('Текст ошибки').fill(shown.errorText);
  } else {
    await page.getByLabel('Окно показало цифры').check();
    await page.getByLabel('Количество ранее загруженных сертификатов').fill(shown.previouslyLoaded);
    await page.getByLabel('Из них с указанием владельца').fill(shown.withOwner);
  }
  await press(page, 'Продолжить');
}

/**
 * Answers questions until another page comes. `answers` by the last part of the address: «Да», «Нет», «Не знаю»;
 * boxes to tick on `about-you` by their labels.
 */
export async function answerQuestions(page: Page, answers: Record<string, string | string[]> = {}): Promise<void> {
  for (let slug = slugOf(page); slug !== null; slug = slugOf(page)) {
    const answer = answers[slug] ?? (slug === 'about-you' ? [] : 'Не знаю');
    for (const label of [answer].flat()) await page.getByLabel(label, { exact: true }).check();
    await press(page, 'Продолжить');
  }
}

function slugOf(page: Page): string | null {
  return /\/questions\/([^/?]+)/.exec(page.url())?.[1] ?? null;
}

/** Contact and consent; the name comes from the certificate. */
export async function fillContact(page: Page): Promise<void> {
  await page.getByLabel('Телефон с кодом').fill('+7 3452 00-00-00');
  await page.getByLabel('Электронная почта').fill('ivanova@example.ru');
  await page.getByLabel('Согласен на обработку').check();
  await press(page, 'Продолжить');
}

/** Everything that a letter needs after the contact. */
export async function fillLetter(page: Page): Promise<void> {
  await page.getByLabel('Должность руководителя').fill('Главный врач');
  await page.getByLabel('Фамилия, имя, отчество руководителя').fill('Петров Иван Сергеевич');
  await press(page, 'Продолжить');
  await page.getByLabel('Такие же роли, как у коллеги').fill('Сидорова Анна Ивановна');
  await press(page, 'Продолжить');
}

/** From nothing to the page `/check` of a letter by e-mail. */
export async function walkToLetterCheck(page: Page): Promise<void> {
  await bringFile(page);
  await tellWindow(page, { previouslyLoaded: '0', withOwner: '0' });
  await answerQuestions(page, { 'user-registered': 'Нет' });
  await page.getByLabel('Нет, такой системы нет').check();
  await press(page, 'Продолжить');
  await fillContact(page);
  await fillLetter(page);
}
