import fc from 'fast-check';
import type { ApplicantFacts, DirectoryFindings, Edms, ImportResult, TriageInput, Tristate } from './verdict.js';

const NOTHING_SAID: ApplicantFacts = {
  userRegistered: 'unknown',
  userBlocked: 'unknown',
  currentCertificateValid: 'unknown',
  colleagueCanImport: 'unknown',
  edms: 'none',
  signsDocuments: 'unknown',
  loginFailed: 'unknown',
};

/** An input of which only what a spec is about has to be said. */
export function input(
  importResult: Partial<ImportResult> | null,
  facts: Partial<ApplicantFacts> = {},
  directory: DirectoryFindings = { known: false },
): TriageInput {
  return {
    importResult: importResult && { previouslyLoaded: null, withOwner: null, errorText: null, ...importResult },
    facts: { ...NOTHING_SAID, ...facts },
    directory,
  };
}

/** Values of every fact that the rules can tell apart, and one more. */
const PREVIOUSLY_LOADED = [null, 0, 1, 3];
const WITH_OWNER = [null, 0, 1];
const ERROR_TEXT = [null, 'x'];
const TRISTATE: Tristate[] = ['yes', 'no', 'unknown'];
const EDMS: Edms[] = ['directum', 'bureaucrat', 'other', 'none'];
const DIRECTORY: DirectoryFindings[] = [
  { known: false },
  ...[null, 0, 1, 2].map((accounts) => ({ known: true, accounts, blocked: false, certificateLoaded: false })),
  { known: true, accounts: 1, blocked: true, certificateLoaded: false },
  { known: true, accounts: 1, blocked: false, certificateLoaded: true },
];

const WINDOWS: (ImportResult | null)[] = [
  null,
  ...PREVIOUSLY_LOADED.flatMap((previouslyLoaded) =>
    WITH_OWNER.flatMap((withOwner) => ERROR_TEXT.map((errorText) => ({ previouslyLoaded, withOwner, errorText }))),
  ),
];

/** Every combination, one by one; `edms` and `loginFailed` can be narrowed to save time. */
export function* allInputs(edmses = EDMS, loginFailures = TRISTATE): Generator<TriageInput> {
  for (const importResult of WINDOWS)
    for (const directory of DIRECTORY)
      for (const userRegistered of TRISTATE)
        for (const userBlocked of TRISTATE)
          for (const currentCertificateValid of TRISTATE)
            for (const colleagueCanImport of TRISTATE)
              for (const signsDocuments of TRISTATE)
                for (const loginFailed of loginFailures)
                  for (const edms of edmses)
                    yield {
                      importResult,
                      facts: { userRegistered, userBlocked, currentCertificateValid, colleagueCanImport, signsDocuments, loginFailed, edms },
                      directory,
                    };
}

const tristate = fc.constantFrom(...TRISTATE);
const counter = fc.option(fc.nat({ max: 1_000_000 }));

/** Any input at all, wider than {@link allInputs}. */
export const ANY_INPUT: fc.Arbitrary<TriageInput> = fc.record({
  importResult: fc.option(fc.record({ previouslyLoaded: counter, withOwner: counter, errorText: fc.option(fc.string()) })),
  facts: fc.record({
    userRegistered: tristate,
    userBlocked: tristate,
    currentCertificateValid: tristate,
    colleagueCanImport: tristate,
    signsDocuments: tristate,
    loginFailed: tristate,
    edms: fc.constantFrom(...EDMS),
  }),
  directory: fc.oneof(
    fc.constant<DirectoryFindings>({ known: false }),
    fc.record({ known: fc.constant(true as const), accounts: fc.option(fc.nat({ max: 5 })), blocked: fc.boolean(), certificateLoaded: fc.boolean() }),
  ),
});
