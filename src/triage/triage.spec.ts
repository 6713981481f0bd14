import fc from 'fast-check';
import { ANY_INPUT, input } from './triage.fixtures.js';
import { RULES } from './triage-rules.js';
import { triage } from './triage.js';
import type { ApplicantFacts, DirectoryFindings, FactPath, ImportResult, Route, RuleId } from './verdict.js';

const NO_DIRECTORY: DirectoryFindings = { known: false };
const zero: Partial<ImportResult> = { previouslyLoaded: 0, withOwner: 0 };
const dir = (accounts: number, more: { blocked?: boolean; certificateLoaded?: boolean } = {}): DirectoryFindings => ({
  known: true,
  accounts,
  blocked: false,
  certificateLoaded: false,
  ...more,
});

describe('triage: each rule by examples', () => {
  it.each<[RuleId, Route, string, Partial<ImportResult> | null, Partial<ApplicantFacts>, DirectoryFindings?]>([
    ['R0', 'operator', 'signs documents', zero, { signsDocuments: 'yes' }],
    ['R0', 'operator', 'signs documents, and is blocked', { previouslyLoaded: 1 }, { signsDocuments: 'yes', userBlocked: 'yes' }],
    ['R2', 'service-desk', 'says that he is blocked', { previouslyLoaded: 1 }, { userBlocked: 'yes' }],
    ['R2', 'service-desk', 'blocked, yet never registered', zero, { userBlocked: 'yes', userRegistered: 'no' }],
    ['R2', 'service-desk', 'the directory says that he is blocked', zero, { userBlocked: 'no' }, dir(1, { blocked: true })],
    ['R3', 'self-help', 'loaded before', { previouslyLoaded: 1, withOwner: 0 }, {}],
    ['R3', 'self-help', 'loaded before, owner given', { previouslyLoaded: 3, withOwner: 1 }, {}],
    ['R3', 'self-help', 'loaded before, never registered', { previouslyLoaded: 1, withOwner: 0 }, { userRegistered: 'no' }],
    ['R3', 'self-help', 'thumbprint known as loaded', null, {}, dir(1, { certificateLoaded: true })],
    ['R3', 'service-desk', 'loaded before, login failed', { previouslyLoaded: 1 }, { loginFailed: 'yes' }],
    ['R4', 'letter-email', 'never registered', zero, { userRegistered: 'no' }],
    ['R4', 'letter-email', 'never registered, other EDMS', zero, { userRegistered: 'no', edms: 'other' }],
    ['R4', 'letter-edms', 'never registered, Directum', zero, { userRegistered: 'no', edms: 'directum' }],
    ['R4', 'letter-edms', 'never registered, Bureaucrat', zero, { userRegistered: 'no', edms: 'bureaucrat' }],
    ['R4', 'letter-email', 'never registered, nothing imported', null, { userRegistered: 'no' }],
    ['R4', 'letter-email', 'never registered, import broke', { errorText: 'сбой' }, { userRegistered: 'no' }],
    ['R4', 'letter-email', 'not in the directory', zero, { userRegistered: 'yes' }, dir(0)],
    ['R5', 'service-desk', 'two accounts', zero, { userRegistered: 'no' }, dir(2)],
    ['R6', 'operator', 'one account', zero, { userRegistered: 'no' }, dir(1)],
    ['R7', 'operator', 'does not know', zero, {}],
    ['R7', 'operator', 'says that there is an account', { previouslyLoaded: null, withOwner: 0 }, { userRegistered: 'yes' }],
    ['R8', 'service-desk', 'nobody can import', null, { currentCertificateValid: 'no', colleagueCanImport: 'no' }],
    ['R9', 'service-desk', 'another error', { errorText: 'Внутренняя ошибка' }, { currentCertificateValid: 'no', colleagueCanImport: 'no' }],
    ['R10', 'self-help', 'present certificate valid', null, { currentCertificateValid: 'yes' }],
    ['R10', 'self-help', 'a colleague can', null, { currentCertificateValid: 'no', colleagueCanImport: 'yes' }],
    ['R10', 'self-help', 'window seen empty', { errorText: '  ' }, { colleagueCanImport: 'yes' }],
    ['R10', 'service-desk', 'self-help did not help', null, { currentCertificateValid: 'yes', loginFailed: 'yes' }],
    ['R11', 'self-help', 'imported', { previouslyLoaded: 0, withOwner: 1 }, {}],
    ['R11', 'service-desk', 'imported, login failed', { previouslyLoaded: 0, withOwner: 1 }, { loginFailed: 'yes' }],
  ])('%s → %s: %s', (ruleId, route, _, importResult, facts, directory = NO_DIRECTORY) => {
    const verdict = triage(input(importResult, facts, directory));
    const rule = RULES.find(({ id }) => id === ruleId);
    expect(verdict).toEqual({
      decided: true,
      ruleId,
      ruleVersion: rule?.version,
      category: rule?.category,
      route,
      reason: `reasons.${ruleId}`,
      nextSteps: rule?.nextSteps[route],
    });
  });

  it.each<[string, FactPath[], Partial<ImportResult> | null, Partial<ApplicantFacts>, DirectoryFindings?]>([
    ['nothing at all', ['importResult', 'facts.currentCertificateValid', 'facts.colleagueCanImport'], null, {}],
    ['an empty window', ['importResult', 'facts.currentCertificateValid', 'facts.colleagueCanImport'], { errorText: ' \n' }, {}],
    ['present certificate has ended', ['facts.colleagueCanImport'], null, { currentCertificateValid: 'no' }],
    ['no colleague', ['facts.currentCertificateValid'], null, { colleagueCanImport: 'no', userBlocked: 'no' }],
    ['owner counter not seen', ['importResult.withOwner'], { previouslyLoaded: 0 }, { signsDocuments: 'no' }],
    ['other counter not seen', ['importResult.previouslyLoaded'], { withOwner: 2 }, {}],
    ['never registered, yet in the directory', ['importResult.withOwner'], { previouslyLoaded: 0 }, { userRegistered: 'no' }, dir(1)],
  ])('asks for what is missing: %s', (_, missing, importResult, facts, directory = NO_DIRECTORY) => {
    expect(triage(input(importResult, facts, directory))).toEqual({ decided: false, contradiction: false, reason: 'missing.tooFew', missing });
  });

  const window: FactPath[] = ['importResult.previouslyLoaded', 'importResult.withOwner', 'importResult.errorText'];
  const owner: FactPath[] = ['importResult.withOwner', 'facts.userRegistered'];
  it.each<[string, string, FactPath[], Partial<ImportResult>, Partial<ApplicantFacts>]>([
    ['owner without account', 'ownerWithoutAccount', owner, { previouslyLoaded: 0, withOwner: 1 }, { userRegistered: 'no' }],
    ['the same where R0, R2 and R3 would hold', 'ownerWithoutAccount', owner, { previouslyLoaded: 1, withOwner: 1 }, { userRegistered: 'no', userBlocked: 'yes', signsDocuments: 'yes' }],
    ['a zero counter and an error', 'countersAndError', window, { previouslyLoaded: 0, errorText: 'сбой' }, {}],
    ['the other counter and an error', 'countersAndError', window, { withOwner: 0, errorText: 'сбой' }, { signsDocuments: 'yes' }],
  ])('never decides on a contradiction: %s', (_, reason, missing, importResult, facts) => {
    expect(triage(input(importResult, facts))).toEqual({ decided: false, contradiction: true, reason: `contradictions.${reason}`, missing });
  });
});

describe('triage: properties', () => {
  it('is deterministic, whatever the order of keys, and leaves its input alone', () => {
    fc.assert(
      fc.property(ANY_INPUT, (given) => {
        const before = JSON.stringify(given);
        const first = triage(given);
        expect(triage(reverseKeys(given))).toEqual(first);
        expect(JSON.stringify(given)).toBe(before);
      }),
    );
  });

  it('gives each verdict as a value of its own', () => {
    const first = triage(input(zero));
    if (first.decided) first.nextSteps.length = 0;
    expect(triage(input(zero))).not.toEqual(first);
  });
});

function reverseKeys<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reverseKeys(inner as unknown)])) as T;
}
