/** Answer to a yes/no question that people may not know the answer to. */
export type Tristate = 'yes' | 'no' | 'unknown';

/** Which electronic document system the organisation has. */
export type Edms = 'directum' | 'bureaucrat' | 'other' | 'none';

/** What the window «Импорт сертификатов пользователей» showed; a counter that was not seen is `null`. */
export interface ImportResult {
  previouslyLoaded: number | null;
  withOwner: number | null;
  errorText: string | null;
}

/** What the applicant says about himself and his organisation. */
export interface ApplicantFacts {
  /** Was there ever an account in РМИС. */
  userRegistered: Tristate;
  userBlocked: Tristate;
  /** The certificate he logs in with now, not the uploaded one. */
  currentCertificateValid: Tristate;
  colleagueCanImport: Tristate;
  edms: Edms;
  signsDocuments: Tristate;
  /** «Вход не удался»: self-help was tried and did not help. */
  loginFailed: Tristate;
}

/** What the directory of РМИС users knows of this person. */
export type DirectoryFindings =
  | { known: false }
  | {
      known: true;
      /** Accounts that are surely this person's, whether active or blocked; `null`: there may be one, the directory cannot tell. */
      accounts: number | null;
      /** He has only blocked accounts. */
      blocked: boolean;
      /** The thumbprint is known as loaded. */
      certificateLoaded: boolean;
    };

/** All that triage looks at. `importResult` is `null` when the import was not tried or not possible. */
export interface TriageInput {
  importResult: ImportResult | null;
  facts: ApplicantFacts;
  directory: DirectoryFindings;
}

/** Every category, in the order in which people are shown them. */
export const CATEGORIES = [
  'user-missing',
  'duplicate-user',
  'user-blocked',
  'owner-mismatch',
  'needs-triage',
  'no-colleague',
  'import-error',
  'already-loaded',
  'self-service',
] as const;

export type Category = (typeof CATEGORIES)[number];

export type Route = 'self-help' | 'letter-edms' | 'letter-email' | 'service-desk' | 'operator';

export type RuleId = 'R0' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8' | 'R9' | 'R10' | 'R11';

/** A fact that has to be asked (again), as its path in the request: `importResult.withOwner`, `facts.userRegistered`, … */
export type FactPath = 'importResult' | `importResult.${keyof ImportResult}` | `facts.${keyof ApplicantFacts}`;

/**
 * Outcome of triage. Either one rule decided, or the facts contradict each other or are too few:
 * then `missing` says what to ask and `reason` why.
 * `reason` and `nextSteps` name sentences in `templates/messages/triage.json`.
 */
export type Verdict =
  | { decided: true; ruleId: RuleId; ruleVersion: number; category: Category; route: Route; reason: string; nextSteps: string[] }
  | { decided: false; reason: string; contradiction: boolean; missing: FactPath[] };
