import fc from 'fast-check';
import { EARLY_QUESTION, nextQuestions } from './questions.js';
import { ASKABLE_FACTS } from './open-facts.js';
import { ANY_INPUT, allInputs, input } from './triage.fixtures.js';
import { triage } from './triage.js';
import type { ApplicantFacts, DirectoryFindings, FactPath, ImportResult, TriageInput } from './verdict.js';

const early = { signsDocuments: 'no', userBlocked: 'no' } as const;
const NO_DIRECTORY: DirectoryFindings = { known: false };
const zero = { previouslyLoaded: 0, withOwner: 0 };
const inDirectory = (accounts: number): DirectoryFindings => ({ known: true, accounts, blocked: false, certificateLoaded: false });

describe('nextQuestions', () => {
  it.each<[string, FactPath[], Partial<ImportResult> | null, Partial<ApplicantFacts>, DirectoryFindings?]>([
    ['loaded before: nothing, the attempt to log in tells', [], { previouslyLoaded: 1 }, {}],
    ['imported: nothing', [], { previouslyLoaded: 0, withOwner: 1 }, {}],
    ['loaded before, login failed: the early question', [...EARLY_QUESTION], { previouslyLoaded: 1 }, { loginFailed: 'yes' }],
    ['signs documents: nothing', [], zero, { signsDocuments: 'yes' }],
    ['blocked: only whether he signs', ['facts.signsDocuments'], zero, { userBlocked: 'yes' }],
    ['no owner: was there an account', ['facts.userRegistered'], zero, early],
    ['no owner and the early question open', [...EARLY_QUESTION, 'facts.userRegistered'], zero, {}],
    ['never registered: which EDMS', ['facts.edms'], zero, { ...early, userRegistered: 'no' }],
    ['never registered, Directum: nothing', [], zero, { ...early, userRegistered: 'no', edms: 'directum' }],
    ['registered: nothing', [], zero, { ...early, userRegistered: 'yes' }],
    ['not in the directory: which EDMS', ['facts.edms'], zero, early, inDirectory(0)],
    ['one account, two accounts: nothing', [], zero, early, inDirectory(1)],
    ['one counter of two', ['importResult.withOwner', 'facts.userRegistered'], { previouslyLoaded: 0 }, early],
    ['the other counter of two', ['importResult.previouslyLoaded'], { withOwner: 1 }, early],
    ['nothing imported', ['facts.currentCertificateValid', 'facts.colleagueCanImport', 'facts.userRegistered'], null, early],
    ['nothing imported, certificate valid: nothing', [], null, { ...early, currentCertificateValid: 'yes' }],
    ['nothing imported, certificate ended', ['facts.colleagueCanImport', 'facts.userRegistered'], null, { ...early, currentCertificateValid: 'no' }],
    ['nobody can import: was there ever an account', ['facts.userRegistered'], null, { ...early, currentCertificateValid: 'no', colleagueCanImport: 'no' }],
    ['facts at odds: both again', ['importResult.withOwner', 'facts.userRegistered'], { previouslyLoaded: 0, withOwner: 1 }, { userRegistered: 'no' }],
  ])('%s', (_, questions, importResult, facts, directory = NO_DIRECTORY) => {
    expect(nextQuestions(input(importResult, facts, directory))).toEqual(questions);
  });

  it('does not ask twice what people do not know', () => {
    expect(nextQuestions(input(zero, early), new Set<FactPath>(['facts.userRegistered']))).toEqual([]);
    expect(nextQuestions(input(null, early), new Set<FactPath>(['facts.currentCertificateValid']))).toEqual(['facts.colleagueCanImport', 'facts.userRegistered']);
  });

  it('asks only what can change the verdict, and never what leads to a contradiction only', () => {
    const needless: string[] = [];
    for (const given of allInputs(['none', 'directum'], ['unknown', 'yes'])) {
      const verdict = triage(given);
      if (!verdict.decided) continue;
      for (const path of nextQuestions(given)) {
        const outcomes = ASKABLE_FACTS.find((fact) => fact.path === path)?.answers(given).map((then) => triage(then)) ?? [];
        const changes = outcomes.some((then) => then.decided && `${then.ruleId}${then.route}` !== `${verdict.ruleId}${verdict.route}`);
        if (!changes && needless.length < 5) needless.push(`${path} of ${JSON.stringify(given)}`);
      }
    }
    expect(needless).toEqual([]);
  });

  it('is a loop that ends: asked one by one, with any answers, each fact at most once', () => {
    fc.assert(
      fc.property(ANY_INPUT, fc.infiniteStream(fc.nat({ max: 4 })), (given, dice) => {
        let now: TriageInput = given;
        const answered = new Set<FactPath>();
        for (let questions = nextQuestions(now, answered); questions.length > 0 && !contradicts(now); questions = nextQuestions(now, answered)) {
          const path = questions[0] as FactPath;
          expect(answered).not.toContain(path);
          answered.add(path);
          now = answer(now, path, dice.next().value as number);
        }
        expect(answered.size).toBeLessThanOrEqual(ASKABLE_FACTS.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no case undecided when every answer is definite', () => {
    fc.assert(
      fc.property(ANY_INPUT, fc.infiniteStream(fc.nat({ max: 1 })), (given, dice) => {
        let now: TriageInput = given;
        const answered = new Set<FactPath>();
        for (let questions = nextQuestions(now, answered); questions.length > 0 && !contradicts(now); questions = nextQuestions(now, answered)) {
          answered.add(questions[0] as FactPath);
          now = answer(now, questions[0] as FactPath, dice.next().value as number);
        }
        expect(triage(now).decided || contradicts(now)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const contradicts = (given: TriageInput) => {
  const verdict = triage(given);
  return !verdict.decided && verdict.contradiction;
};

/** The input after one of the fact's answers; a number past them is «не знаю» and changes nothing. */
function answer(given: TriageInput, path: FactPath, choice: number): TriageInput {
  return ASKABLE_FACTS.find((fact) => fact.path === path)?.answers(given)[choice] ?? given;
}
