import type { ApplicantFacts, Category, FactPath, Route, RuleId, TriageInput } from './verdict.js';

/** One row of domain.md §2. Keys name sentences in `templates/messages/triage.json`. */
export interface Rule {
  id: RuleId;
  /** Counted up when condition or outcome changes, so that old cases keep telling by what they were decided. */
  version: number;
  /** A tristate `unknown` or a counter that was not seen never makes a rule hold. */
  when: (input: TriageInput) => boolean;
  category: Category;
  route: Route | ((input: TriageInput) => Route);
  reason: string;
  /** What the person does next, for each route this rule may take. */
  nextSteps: Partial<Record<Route, readonly string[]>>;
}

/** Facts that exclude each other: asked again before any rule is looked at. */
export interface Contradiction {
  when: (input: TriageInput) => boolean;
  reason: string;
  askAgain: readonly FactPath[];
}

const TRY_TO_LOG_IN = { 'self-help': ['nextSteps.tryLogin', 'nextSteps.reportLoginFailure'] };
const TICKET = { 'service-desk': ['nextSteps.checkContacts', 'nextSteps.sendTicket'] };
const OPERATOR = { operator: ['nextSteps.leaveContacts', 'nextSteps.waitForOperator'] };
const LETTER = {
  'letter-edms': ['nextSteps.getLetter', 'nextSteps.signLetter', 'nextSteps.sendByEdms', 'nextSteps.noteRegistration'],
  'letter-email': ['nextSteps.getLetter', 'nextSteps.signAndScan', 'nextSteps.uploadScan'],
};
const IMPORT_STEPS = {
  'self-help': [
    'nextSteps.whoImports',
    'nextSteps.openMenu',
    'nextSteps.startImport',
    'nextSteps.attachFile',
    'nextSteps.chooseFile',
    'nextSteps.readWindow',
  ],
};

/** The applicant's answer to a question. */
export const said = (fact: Exclude<keyof ApplicantFacts, 'edms'>, answer: 'yes' | 'no') => (input: TriageInput) => input.facts[fact] === answer;
const loaded = ({ importResult }: TriageInput) => (importResult?.previouslyLoaded ?? 0) >= 1;
const ownerFound = ({ importResult }: TriageInput) => (importResult?.withOwner ?? 0) >= 1;
/** The window showed nobody whom the certificate could be bound to. */
export const noOwner = ({ importResult }: TriageInput) => importResult?.withOwner === 0;
const errorShown = ({ importResult }: TriageInput) => Boolean(importResult?.errorText);
const counterShown = ({ importResult }: TriageInput) => importResult !== null && (importResult.previouslyLoaded ?? importResult.withOwner) !== null;
const notImported = ({ importResult }: TriageInput) => importResult === null;
/** How many accounts the directory holds; `null` when there is no directory to ask, or it cannot tell. */
export const accounts = ({ directory }: TriageInput) => (directory.known ? directory.accounts : null);

const selfHelpUnlessLoginFailed = (input: TriageInput): Route => (said('loginFailed', 'yes')(input) ? 'service-desk' : 'self-help');
const letterRoute = ({ facts }: TriageInput): Route => (facts.edms === 'directum' || facts.edms === 'bureaucrat' ? 'letter-edms' : 'letter-email');

/**
 * The rules of domain.md §2 in their order: the first that holds decides. They see a normalised input
 * (see `normalise`) that is free of {@link CONTRADICTIONS}. R1 is no row: an unusable file never gets this far.
 */
export const RULES: readonly Rule[] = [
  {
    id: 'R0',
    version: 1,
    when: said('signsDocuments', 'yes'),
    category: 'needs-triage',
    route: 'operator',
    reason: 'reasons.R0',
    nextSteps: OPERATOR,
  },
  {
    id: 'R2',
    version: 1,
    when: (input) => said('userBlocked', 'yes')(input) || (input.directory.known && input.directory.blocked),
    category: 'user-blocked',
    route: 'service-desk',
    reason: 'reasons.R2',
    nextSteps: TICKET,
  },
  {
    id: 'R3',
    version: 1,
    when: (input) => loaded(input) || (input.directory.known && input.directory.certificateLoaded),
    category: 'already-loaded',
    route: selfHelpUnlessLoginFailed,
    reason: 'reasons.R3',
    nextSteps: { ...TRY_TO_LOG_IN, ...TICKET },
  },
  {
    id: 'R4',
    version: 1,
    // Accounts found in the directory outweigh «у меня никогда не было учётной записи».
    when: (input) => {
      const found = accounts(input);
      return (noOwner(input) && found === 0) || (said('userRegistered', 'no')(input) && !found);
    },
    category: 'user-missing',
    route: letterRoute,
    reason: 'reasons.R4',
    nextSteps: LETTER,
  },
  {
    id: 'R5',
    version: 1,
    when: (input) => noOwner(input) && (accounts(input) ?? 0) >= 2,
    category: 'duplicate-user',
    route: 'service-desk',
    reason: 'reasons.R5',
    nextSteps: TICKET,
  },
  {
    id: 'R6',
    version: 1,
    when: (input) => noOwner(input) && accounts(input) === 1,
    category: 'owner-mismatch',
    route: 'operator',
    reason: 'reasons.R6',
    nextSteps: OPERATOR,
  },
  {
    id: 'R7',
    version: 1,
    when: (input) => noOwner(input) && accounts(input) === null,
    category: 'needs-triage',
    route: 'operator',
    reason: 'reasons.R7',
    nextSteps: OPERATOR,
  },
  {
    id: 'R8',
    version: 1,
    when: (input) => notImported(input) && said('currentCertificateValid', 'no')(input) && said('colleagueCanImport', 'no')(input),
    category: 'no-colleague',
    route: 'service-desk',
    reason: 'reasons.R8',
    nextSteps: TICKET,
  },
  {
    id: 'R9',
    version: 1,
    when: errorShown,
    category: 'import-error',
    route: 'service-desk',
    reason: 'reasons.R9',
    nextSteps: TICKET,
  },
  {
    id: 'R10',
    version: 1,
    when: (input) => notImported(input) && (said('currentCertificateValid', 'yes')(input) || said('colleagueCanImport', 'yes')(input)),
    category: 'self-service',
    // «Не помогло» was pressed: the import can still be done by hand, but the person asked for help and gets it.
    route: selfHelpUnlessLoginFailed,
    reason: 'reasons.R10',
    nextSteps: { ...IMPORT_STEPS, ...TICKET },
  },
  {
    id: 'R11',
    version: 1,
    when: (input) => ownerFound(input) && input.importResult?.previouslyLoaded === 0,
    category: 'self-service',
    route: selfHelpUnlessLoginFailed,
    reason: 'reasons.R11',
    nextSteps: { ...TRY_TO_LOG_IN, ...TICKET },
  },
];

/**
 * Checked before the rules, in this order. A blocked user who "never had an account" is none:
 * both ways lead to people (R2).
 */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    when: (input) => errorShown(input) && counterShown(input),
    reason: 'contradictions.countersAndError',
    askAgain: ['importResult.previouslyLoaded', 'importResult.withOwner', 'importResult.errorText'],
  },
  {
    when: (input) => ownerFound(input) && said('userRegistered', 'no')(input),
    reason: 'contradictions.ownerWithoutAccount',
    askAgain: ['importResult.withOwner', 'facts.userRegistered'],
  },
];
