import { readFileSync } from 'node:fs';
import type { Category } from '../triage/verdict.js';
import { CHOOSER, type ChooserEnd, type ChooserStep, follow, MOST_QUESTIONS } from './chooser.js';
import { GUIDE_SYSTEMS } from './guide.js';
import { GuideCatalogue } from './guide-catalogue.js';
import { readGuideFiles } from './guide-files.adapter.js';
import { readGuide } from './guide-source.js';

const files = readGuideFiles();
const context = { drawings: files.drawings, values: { agencyEmail: 'letters@example.ru', serviceDeskUrl: 'https://desk.example/' }, words: { note: 'N', unconfirmed: 'U' } };
const readings = [...files.guides].map(([slug, text]) => ({ slug, reading: readGuide(slug, text, context) }));
const catalogue = new GuideCatalogue(readings.flatMap(({ reading }) => (reading.ok ? [reading.guide] : [])));
const words = JSON.parse(readFileSync('templates/messages/guides.json', 'utf8')) as {
  chooser: { questions: Record<string, { options: Record<string, string> }>; supports: Record<string, unknown> };
};

describe('the guides of the code', () => {
  it.each(readings)('$slug is right', ({ reading }) => expect(reading).toMatchObject({ ok: true }));

  it('agree with each other', () => expect(catalogue.faults()).toEqual([]));

  it.each<Category>(['already-loaded', 'user-missing', 'duplicate-user', 'user-blocked', 'owner-mismatch', 'needs-triage', 'no-colleague', 'import-error', 'self-service'])(
    'answer the verdict %s',
    (category) => expect(catalogue.partFor(category)?.section.html).toBeTruthy(),
  );

  it('know every system', () => expect(catalogue.bySystem().map(({ system }) => system)).toEqual([...GUIDE_SYSTEMS]));

  it('draw every window with a title and a description', () => {
    const html = catalogue.find('rmis-import')?.sections.map((section) => section.html).join('') ?? '';
    expect(html.match(/<svg [^>]*role="img" aria-labelledby="(\S+) (\S+)">\s*<title id="\1">[^<]+<\/title>\s*<desc id="\2">/g)).toHaveLength(5);
  });

  it('send nobody to our operators with the federal system', () => {
    for (const guide of catalogue.guides.filter(({ system }) => ['eis', 'eruz'].includes(system))) {
      const html = guide.intro + guide.sections.map((section) => section.html).join('');
      expect(html).toContain('https://zakupki.gov.ru');
      expect(html).not.toMatch(/8[ -]?800|href="\/"/);
    }
  });
});

describe('reading a guide', () => {
  const HEAD = 'title: Некоторый заголовок\nsummary: Достаточно длинное описание.\nsystem: rmis\naudience: [user]\nstatus: official\nsources: [{title: Инструкция}]\ncheckedOn: 2026-11-24';
  const read = (body: string, head = HEAD) => readGuide('some', `---\n${head}\n---\n${body}`, context);
  const faults = (body: string, head?: string) => {
    const reading = read(body, head);
    return reading.ok ? [] : reading.faults.map(({ code, params }) => [code, ...Object.values(params ?? {})].join(' '));
  };

  it.each<[string, string]>([
    ['<script>alert(1)</script>', '<script'],
    ['<img src=x onerror=alert(1)>', '<img'],
    ['[x](javascript:alert(1))', 'href="javascript'],
    ['[x](//evil.example/)', 'href="//'],
    ['![x](https://evil.example/x.png)', '<img'],
    ['::: unconfirmed "><script>\nx\n:::', '<script'],
  ])('%s does no harm', (body, harm) => {
    const reading = read(`## A\n\n${body}`);
    expect(reading.ok && reading.guide.sections[0]?.html).not.toContain(harm);
  });

  it.each<[string, string[], string]>([
    ['no heading', ['empty'], HEAD],
    ['# A', ['empty', 'heading'], HEAD],
    ['## A {#x}\n\n## B {#x}', ['section-id x'], HEAD],
    ['## A\n\n::: drawing nothing\n:::', ['drawing nothing'], HEAD],
    ['## A', ['no-section steps'], `${HEAD}\ncategories: {self-service: steps}`],
    ['## A', ['field color', 'field status'], `${HEAD.replace('official', 'guessed')}\ncolor: red`],
    ['## A', ['yaml 3'], 'title: a\nsummary: b: c'],
  ])('%j has to be mended: %j', (body, expected, head) => expect(faults(body, head).sort()).toEqual(expected));

  it('wants front matter', () => expect(readGuide('some', '## A', context)).toEqual({ ok: false, faults: [{ code: 'front-matter' }] }));

  it('gives each step of a checklist a name that changes with its words', () => {
    const steps = (text: string) => {
      const reading = read(`## A\n\n1. ${text}\n2. Второе`, `${HEAD}\nkind: checklist`);
      return reading.ok ? [...(reading.guide.sections[0]?.html.matchAll(/data-step="([\w-]{8})"/g) ?? [])].map(([, name]) => name) : [];
    };
    expect(steps('Первое')).toHaveLength(2);
    expect(steps('Иное')[0]).not.toBe(steps('Первое')[0]);
    expect(steps('Иное')[1]).toBe(steps('Первое')[1]);
  });
});

describe('the chooser', () => {
  const ways = (answers: string[] = [], step: ChooserStep = { ask: 'where' }): { answers: string[]; end: ChooserEnd }[] =>
    'ask' in step ? Object.entries<ChooserStep>(CHOOSER[step.ask]).flatMap(([answer, next]) => ways([...answers, answer], next)) : [{ answers, end: step }];
  const all = ways();

  it('asks three questions at most and ends at what there is', () => {
    expect(all.length).toBeGreaterThan(30);
    for (const { answers, end } of all) {
      expect(answers.length).toBeLessThanOrEqual(MOST_QUESTIONS);
      expect(follow(answers)?.step).toEqual(end);
      if (end.kind === 'guide') expect(catalogue.find(end.slug)).not.toBeNull();
      if (end.kind === 'support') expect(words.chooser.supports).toHaveProperty(end.id);
    }
  });

  it('has words for every answer and no others', () => {
    const keys = (questions: Record<string, object>) => Object.fromEntries(Object.entries(questions).map(([id, options]) => [id, Object.keys(options)]));
    expect(keys(Object.fromEntries(Object.entries(words.chooser.questions).map(([id, { options }]) => [id, options])))).toEqual(keys(CHOOSER));
  });

  it('reaches every question', () => {
    const asked = new Set(all.flatMap(({ answers }) => answers.map((_, index) => follow(answers.slice(0, index + 1))?.at)));
    expect([...asked].sort()).toEqual(Object.keys(CHOOSER).sort());
  });

  it.each([['nowhere'], ['constructor'], ['eruz', 'more'], ['rmis', '__proto__']])('knows no answer %s %s', (...answers) => expect(follow(answers)).toBeNull());
});
