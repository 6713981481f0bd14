import { TemplatesService } from '../platform/templates.service.js';
import { consentBlocks, consentVersion, readConsent } from './consent.js';
import { readFigures, readHours, SHIPPED_FIGURES, storedFigures, termsOf, typedHours } from './deadline-figures.js';
import { choicesOf, fromStored, readTyped, SIMPLE_KEYS } from './simple-settings.js';

const templates = new TemplatesService();

describe('simple settings', () => {
  it.each<[Parameters<typeof readTyped>[0], string, string | null]>([
    ['agency-addressee', ' Начальнику \r\n\r\n С.Н. Панкову ', 'Начальнику\nС.Н. Панкову'],
    ['agency-addressee', ' \n ', null],
    ['agency-addressee', 'ж'.repeat(61), null],
    ['agency-addressee', 'а\n'.repeat(9), null],
    ['agency-salutation', ' Уважаемая Анна Сергеевна! ', 'Уважаемая Анна Сергеевна!'],
    ['agency-salutation', 'две\nстроки', null],
    ['agency-email', ' letters@example.ru', 'letters@example.ru'],
    ['agency-email', 'letters@example', null],
    ['agency-email', 'a@example.ru\nbcc: b@example.ru', null],
    ['letter-signature', 'optional', 'optional'],
    ['letter-signature', 'maybe', null],
    ['closing', 'resolve', 'resolve'],
    ['closing', 'off', null],
    ['service-desk-url', 'https://sd.example.ru', 'https://sd.example.ru'],
    ['service-desk-url', 'javascript:alert(1)', null],
    ['reminder-hours', '072', '72'],
    ['reminder-hours', '0', null],
    ['reminder-hours', '2161', null],
    ['reminder-hours', '1.5', null],
  ])('%s takes %j as %j', (key, typed, stored) => {
    expect(readTyped(key, typed)?.stored ?? null).toBe(stored);
  });

  it('pass over what an older or newer program stored', () => {
    expect(fromStored(new Map<string, unknown>([['agency-email', 'letters@example.ru'], ['reminder-hours', 'soon'], ['letter-signature', 7], ['unknown', 'x']]))).toEqual({ agencyEmail: 'letters@example.ru' });
  });

  it('have words for each', () => {
    const keys = SIMPLE_KEYS.flatMap((key) => [`${key}.label`, `${key}.hint`, `${key}.fault`, ...choicesOf(key).map((choice) => `${key}.choices.${choice}`)]);
    expect(keys.filter((key) => !templates.hasMessage(`settings.rows.${key}`))).toEqual([]);
  });
});

describe('figures of the deadlines', () => {
  it.each([['4', 240], ['4,5', 270], ['0.25', 15], ['4:30', 270], ['0', null], ['0:00', null], ['321', null], ['4:60', null], ['x', null], ['', null]])('%j hours are %j minutes', (typed, minutes) => {
    expect(readHours(typed)).toBe(minutes);
    if (minutes !== null) expect(readHours(typedHours(minutes))).toBe(minutes);
  });

  it('are taken whole or refused with every fault', () => {
    const typed = { ...Object.fromEntries(Object.entries(SHIPPED_FIGURES.minutes).map(([id, minutes]) => [id, typedHours(minutes)])), warningPercent: '75' };
    expect(readFigures(typed)).toEqual({ figures: SHIPPED_FIGURES });
    expect(readFigures({ ...typed, 'first-answer': 'soon', warningPercent: '100' })).toEqual({ faults: [{ path: 'first-answer', code: 'hours' }, { path: 'warningPercent', code: 'percent' }] });
  });

  it('keep what the program came with where nothing else is stored', () => {
    expect(storedFigures({ minutes: { 'first-answer': 60 }, warningPercent: 50 }).minutes).toEqual({ ...SHIPPED_FIGURES.minutes, 'first-answer': 60 });
    expect(storedFigures('broken')).toBe(SHIPPED_FIGURES);
    expect(termsOf({ ...SHIPPED_FIGURES, warningPercent: 50 }).warningShare).toBe(0.5);
  });
});

describe('the consent', () => {
  it('is made of headings, paragraphs and lists', () => {
    expect(consentBlocks('## Зачем\nЧтобы\nразобрать.\n\n- одно;\n- другое.\nИ ещё.')).toEqual([
      { heading: 'Зачем' }, { paragraph: 'Чтобы разобрать.' }, { items: ['одно;', 'другое.'] }, { paragraph: 'И ещё.' },
    ]);
    expect(consentBlocks(templates.render('texts/consent.txt'))).toHaveLength(11);
  });

  it('names each version after its day', () => {
    expect(consentVersion('2026-11-24', ['2026-11'])).toBe('2026-11-24');
    expect(consentVersion('2026-11-24', ['2026-11', '2026-11-24', '2026-11-24-2'])).toBe('2026-11-24-3');
  });

  it('asks who processes the data', () => {
    const text = 'Текст согласия. '.repeat(20);
    const typed = { name: 'ГКУ ТО «Пример»', address: '625000, г. Тюмень', inn: '7299 000007', email: 'pd@example.ru', text };
    expect(readConsent(typed)).toMatchObject({ operator: { inn: '7299000007' } });
    const faults = readConsent({ name: ' ', address: '', inn: '12', email: 'x', text: 'мало' });
    expect('faults' in faults && faults.faults.map(({ path, code }) => `${path} ${code}`)).toEqual(['name required', 'address required', 'inn inn', 'email email', 'text required']);
  });
});
