import { EARLY_QUESTION, nextQuestions } from '../triage/questions.js';
import { RULES, type Rule } from '../triage/triage-rules.js';
import type { ApplicantFacts, Edms, FactPath, Tristate, TriageInput } from '../triage/verdict.js';
import { type Answers, typed } from './answers.js';

/** One question page: usually one fact, the early question two. */
export interface WizardQuestion {
  /** Last part of its address, `/questions/<slug>`. */
  slug: string;
  paths: readonly FactPath[];
  answered: boolean;
}

/** One page of the wizard, and whether what it asks is answered without fault. */
export interface WizardStep {
  path: string;
  done: boolean;
}

/** The facts before the first question. */
export const NOTHING_SAID: ApplicantFacts = {
  userRegistered: 'unknown',
  userBlocked: 'unknown',
  currentCertificateValid: 'unknown',
  colleagueCanImport: 'unknown',
  edms: 'none',
  signsDocuments: 'unknown',
  loginFailed: 'unknown',
};

/** Asked elsewhere: the counters on the page of the window, the document system with the verdict. */
const ASKED_ELSEWHERE: readonly FactPath[] = ['importResult.previouslyLoaded', 'importResult.withOwner', 'facts.edms'];

/**
 * The questions that the rules need, in order, up to the first without an answer, and the facts they add up to.
 * Answers to questions that are no longer asked (an earlier answer was changed) do not count.
 */
export function walkQuestions(base: Pick<TriageInput, 'importResult' | 'directory'>, answers: Answers, rules: readonly Rule[] = RULES): { questions: WizardQuestion[]; facts: ApplicantFacts } {
  const facts: ApplicantFacts = { ...NOTHING_SAID, edms: edmsOf(answers), loginFailed: tristate(typed(answers, 'facts.loginFailed')) };
  const asked = new Set<FactPath>(ASKED_ELSEWHERE);
  const questions: WizardQuestion[] = [];
  for (;;) {
    const next = nextQuestions({ ...base, facts }, asked, rules).find((path) => path.startsWith('facts.') && !asked.has(path));
    if (!next) return { questions, facts };
    const paths = EARLY_QUESTION.includes(next) ? EARLY_QUESTION : [next];
    const answered = paths.every((path) => path in answers);
    questions.push({ slug: slugOf(paths), paths, answered });
    if (!answered) return { questions, facts };
    for (const path of paths) {
      asked.add(path);
      Object.assign(facts, { [path.slice('facts.'.length)]: tristate(typed(answers, path)) });
    }
  }
}

/** The first page that is not done; the last when all are. */
export function nextStep(steps: readonly WizardStep[]): string {
  return (steps.find(({ done }) => !done) ?? steps.at(-1))?.path ?? '/';
}

/** Whether a page may be opened: all before it are done. */
export function mayOpen(steps: readonly WizardStep[], path: string): boolean {
  const at = steps.findIndex((step) => step.path === path);
  return at >= 0 && steps.slice(0, at).every(({ done }) => done);
}

/** Where «Назад» leads. */
export function stepBefore(steps: readonly WizardStep[], path: string): string | null {
  return steps[steps.findIndex((step) => step.path === path) - 1]?.path ?? null;
}

function slugOf(paths: readonly FactPath[]): string {
  if (paths === EARLY_QUESTION) return 'about-you';
  return (paths[0] ?? '').slice('facts.'.length).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function tristate(value: string): Tristate {
  return value === 'yes' || value === 'no' ? value : 'unknown';
}

function edmsOf(answers: Answers): Edms {
  const value = typed(answers, 'facts.edms');
  return value === 'directum' || value === 'bureaucrat' || value === 'other' ? value : 'none';
}
