import { readFileSync } from 'node:fs';
import { NO_ANSWER } from '../directory/directory-answer.js';
import type { DirectoryService } from '../directory/directory.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { ActiveRulesService } from './active-rules.service.js';
import { EARLY_QUESTION } from './questions.js';
import { ASKABLE_FACTS } from './open-facts.js';
import { RULES } from './triage-rules.js';
import { input } from './triage.fixtures.js';
import { triage } from './triage.js';
import { TriageService } from './triage.service.js';
import type { DirectoryFindings } from './verdict.js';
import { VerdictPresenter } from './verdict.presenter.js';

const templates = new TemplatesService();
const presenter = new VerdictPresenter(templates);
const destinations = { agencyEmail: 'letters@example.ru', serviceDeskUrl: 'https://desk.example.ru/', letterSignatureRequired: true };
const present = (...given: Parameters<typeof input>) => presenter.present(triage(input(...given)), destinations);

describe('VerdictPresenter', () => {
  it('tells a decision in sentences, with the destinations of the settings', () => {
    const view = present({ previouslyLoaded: 0, withOwner: 0 }, { userRegistered: 'no' });
    expect(view).toMatchObject({ ruleId: 'R4', ruleVersion: 1, category: 'user-missing', route: 'letter-email', missing: [], questions: [] });
    expect(view.reasons.join()).toContain('официальным письмом');
    expect(view.nextSteps.at(-1)).toContain(destinations.agencyEmail);
    expect(present({ errorText: 'сбой' }).reasons.join()).toContain(destinations.serviceDeskUrl);
  });

  it('asks nobody to sign where letters go unsigned', () => {
    const view = presenter.present(triage(input({ previouslyLoaded: 0, withOwner: 0 }, { userRegistered: 'no' })), { ...destinations, letterSignatureRequired: false });
    expect(view.nextSteps).toEqual([expect.stringContaining('письмо') as string, `Подписывать письмо не нужно: мы сразу отправим его вместе с архивом сертификата на ${destinations.agencyEmail}.`]);
  });

  it('says why it asks, and what', () => {
    const view = present({ previouslyLoaded: 0 });
    expect(view).toMatchObject({ ruleId: null, ruleVersion: null, category: null, route: null, nextSteps: [], missing: ['importResult.withOwner'] });
    expect(view.reasons).toHaveLength(2);
    expect(view.questions).toEqual([
      { path: 'importResult.withOwner', text: expect.stringContaining('указанием владельца') as string, hint: expect.any(String) as string },
    ]);
  });

  it('gives one reason for a contradiction', () => {
    const view = present({ withOwner: 1 }, { userRegistered: 'no' });
    expect(view.reasons).toHaveLength(1);
    expect(view.questions.map(({ path }) => path)).toEqual(['importResult.withOwner', 'facts.userRegistered']);
  });
});

describe('TriageService', () => {
  it('adds what the directory knows to what was said', async () => {
    const person = { snils: null, thumbprint: 'AB', fullName: null, inn: null, organizationInn: null, organizationName: null, emails: [] };
    const { importResult, facts } = input({ withOwner: 0 });
    const withFindings = (findings: DirectoryFindings) => {
      const find: DirectoryService['find'] = () => Promise.resolve({ ...NO_ANSWER, findings });
      return new TriageService({ find } as DirectoryService, { current: () => Promise.resolve(RULES) } as ActiveRulesService);
    };
    const found = { known: true, accounts: 2, blocked: false, certificateLoaded: false } as const;
    expect(await withFindings({ known: false }).decide({ importResult, facts }, person)).toMatchObject({ ruleId: 'R7' });
    expect(await withFindings(found).decide({ importResult, facts }, person)).toMatchObject({ ruleId: 'R5' });
    expect(await withFindings({ ...found, accounts: null }).decide({ importResult, facts }, person)).toMatchObject({ ruleId: 'R7' });
    expect(await withFindings(found).decide({ importResult, facts }, null)).toMatchObject({ ruleId: 'R7' });
  });
});

describe('templates/messages/triage.json', () => {
  const source = readFileSync('templates/messages/triage.json', 'utf8');
  const has = (key: string) => templates.hasMessage(`triage.${key}`);

  it('names every category, route, askable fact and choice of the early question', () => {
    const routes = RULES.flatMap(({ nextSteps }) => Object.keys(nextSteps));
    const keys = [
      ...RULES.map(({ category }) => `categories.${category}`),
      ...routes.map((route) => `routes.${route}`),
      ...ASKABLE_FACTS.map(({ path }) => `questions.${path}.text`),
      ...EARLY_QUESTION.map((path) => `questions.${path}.option`),
    ];
    expect(keys.filter((key) => !has(key))).toEqual([]);
  });

  it('holds no reason, step, category or route that nothing says', () => {
    const words = JSON.parse(source) as Record<string, Record<string, unknown>>;
    const said = (pick: (rule: (typeof RULES)[number]) => string[]) => [...new Set(RULES.flatMap(pick))].sort();
    const written = (part: string) => Object.keys(words[part] ?? {}).sort();
    expect(written('reasons')).toEqual(said(({ id }) => [id]));
    expect(written('nextSteps')).toEqual(said(({ nextSteps }) => Object.values(nextSteps).flat().map((key) => key.replace('nextSteps.', ''))));
    expect(written('categories')).toEqual(said(({ category }) => [category]));
    expect(written('routes')).toEqual(said(({ nextSteps }) => Object.keys(nextSteps)));
  });

  it('keeps the tone: no «ЭЦП», no exclamation, small «вы», no address written out', () => {
    expect(source).not.toMatch(/ЭЦП|!|72to|обязательно для заполнения/);
    expect(source).not.toMatch(/[а-яё»,] (Вы|Вас|Вам|Вами|Ваш[а-я]*)(?![а-яё])/);
  });
});
