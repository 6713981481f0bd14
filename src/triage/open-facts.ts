import type { ApplicantFacts, FactPath, ImportResult, TriageInput } from './verdict.js';

/** A fact that a person can be asked for. */
export interface AskableFact {
  path: FactPath;
  /** Whether it is still not known. The default `none` of `edms` counts as not known. */
  isOpen: (input: TriageInput) => boolean;
  /** The input as it would be after each definite answer. */
  answers: (input: TriageInput) => TriageInput[];
}

const tristate = (name: Exclude<keyof ApplicantFacts, 'edms'>): AskableFact => ({
  path: `facts.${name}`,
  isOpen: (input) => input.facts[name] === 'unknown',
  answers: (input) => (['yes', 'no'] as const).map((answer) => ({ ...input, facts: { ...input.facts, [name]: answer } })),
});

/** The rules only tell 0 from more, so two counts stand for all. */
const COUNTS = [0, 1];

const counter = (name: Exclude<keyof ImportResult, 'errorText'>): AskableFact => ({
  path: `importResult.${name}`,
  isOpen: ({ importResult }) => importResult !== null && importResult[name] === null,
  answers: (input) => COUNTS.map((count) => ({ ...input, importResult: input.importResult && { ...input.importResult, [name]: count } })),
});

/** The window as a whole: asked for where nothing of it was seen. */
export const WINDOW: AskableFact = {
  path: 'importResult',
  isOpen: ({ importResult }) => importResult === null,
  answers: (input) =>
    COUNTS.flatMap((previouslyLoaded) =>
      COUNTS.map((withOwner) => ({ ...input, importResult: { previouslyLoaded, withOwner, errorText: null } })),
    ),
};

/**
 * Every single fact that may be asked for, in the order of asking. Not here: `errorText` (the window's page offers it
 * beside the counters) and `loginFailed` (a button that people press after self-help, never a question).
 */
export const ASKABLE_FACTS: readonly AskableFact[] = [
  tristate('signsDocuments'),
  tristate('userBlocked'),
  counter('previouslyLoaded'),
  counter('withOwner'),
  tristate('currentCertificateValid'),
  tristate('colleagueCanImport'),
  tristate('userRegistered'),
  {
    path: 'facts.edms',
    isOpen: (input) => input.facts.edms === 'none',
    answers: (input) => (['directum', 'bureaucrat', 'other', 'none'] as const).map((edms) => ({ ...input, facts: { ...input.facts, edms } })),
  },
];
