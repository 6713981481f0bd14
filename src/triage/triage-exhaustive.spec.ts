import { TemplatesService } from '../platform/templates.service.js';
import { allInputs } from './triage.fixtures.js';
import { triage } from './triage.js';
import type { TriageInput, Verdict } from './verdict.js';

/** domain.md §2 told once more as one chain of questions, so that table and chain check each other. */
function oracle({ importResult, facts, directory }: TriageInput): string {
  const window = importResult ?? { previouslyLoaded: null, withOwner: null, errorText: null };
  const { previouslyLoaded: loaded, withOwner: owner } = window;
  const broke = (window.errorText ?? '') !== '';
  const imported = loaded !== null || owner !== null || broke;
  const people = facts.loginFailed === 'yes' ? 'service-desk' : 'self-help';
  const found = directory.known ? directory.accounts : null;
  const letter = ['directum', 'bureaucrat'].includes(facts.edms) ? 'letter-edms' : 'letter-email';

  if (broke && (loaded !== null || owner !== null)) return 'contradiction';
  if (owner !== null && owner > 0 && facts.userRegistered === 'no') return 'contradiction';
  if (facts.signsDocuments === 'yes') return 'R0 needs-triage operator';
  if (facts.userBlocked === 'yes' || (directory.known && directory.blocked)) return 'R2 user-blocked service-desk';
  if ((loaded !== null && loaded > 0) || (directory.known && directory.certificateLoaded)) return `R3 already-loaded ${people}`;
  if (found === null && facts.userRegistered === 'no') return `R4 user-missing ${letter}`;
  if (found === 0 && (owner === 0 || facts.userRegistered === 'no')) return `R4 user-missing ${letter}`;
  if (owner === 0) {
    if (found === null) return 'R7 needs-triage operator';
    return found > 1 ? 'R5 duplicate-user service-desk' : 'R6 owner-mismatch operator';
  }
  if (broke) return 'R9 import-error service-desk';
  if (!imported) {
    if (facts.currentCertificateValid === 'yes' || facts.colleagueCanImport === 'yes') return `R10 self-service ${people}`;
    if (facts.currentCertificateValid === 'no' && facts.colleagueCanImport === 'no') return 'R8 no-colleague service-desk';
    const current = facts.currentCertificateValid === 'unknown' ? ['facts.currentCertificateValid'] : [];
    const colleague = facts.colleagueCanImport === 'unknown' ? ['facts.colleagueCanImport'] : [];
    return `missing ${[...(current.length && colleague.length ? ['importResult'] : []), ...current, ...colleague].join()}`;
  }
  if (owner === null) return 'missing importResult.withOwner';
  if (loaded === null) return 'missing importResult.previouslyLoaded';
  return `R11 self-service ${people}`;
}

function inShort(verdict: Verdict): string {
  if (verdict.decided) return `${verdict.ruleId} ${verdict.category} ${verdict.route}`;
  return verdict.contradiction ? 'contradiction' : `missing ${verdict.missing.join()}`;
}

describe('triage: every combination of facts', () => {
  const templates = new TemplatesService();
  const differences: string[] = [];
  const keys = new Set<string>();
  const seen = new Set<string>();
  let unusable = 0;
  for (const given of allInputs()) {
    const verdict = triage(given);
    const got = inShort(verdict);
    const expected = oracle(given);
    if (got !== expected && differences.length < 5) differences.push(`${JSON.stringify(given)}: ${got} instead of ${expected}`);
    if ((verdict.decided ? verdict.nextSteps : verdict.missing).length === 0) unusable++;
    seen.add(got);
    keys.add(verdict.reason);
    for (const step of verdict.decided ? verdict.nextSteps : []) keys.add(step);
    if (!verdict.decided) for (const path of verdict.missing) keys.add(`questions.${path}.text`);
    if (!verdict.decided && !verdict.contradiction) for (const path of verdict.missing) keys.add(`missing.${path}`);
  }

  it('gives the verdict of the oracle', () => expect(differences).toEqual([]));

  it('always says either what to do or what to ask', () => expect(unusable).toBe(0));

  it('reaches every rule by every route, and nothing else', () => {
    expect([...seen].sort()).toMatchInlineSnapshot(`
[
  "R0 needs-triage operator",
  "R10 self-service self-help",
  "R10 self-service service-desk",
  "R11 self-service self-help",
  "R11 self-service service-desk",
  "R2 user-blocked service-desk",
  "R3 already-loaded self-help",
  "R3 already-loaded service-desk",
  "R4 user-missing letter-edms",
  "R4 user-missing letter-email",
  "R5 duplicate-user service-desk",
  "R6 owner-mismatch operator",
  "R7 needs-triage operator",
  "R8 no-colleague service-desk",
  "R9 import-error service-desk",
  "contradiction",
  "missing facts.colleagueCanImport",
  "missing facts.currentCertificateValid",
  "missing importResult,facts.currentCertificateValid,facts.colleagueCanImport",
  "missing importResult.previouslyLoaded",
  "missing importResult.withOwner",
]
`);
  });

  it('has words for everything it says', () => {
    expect([...keys].filter((key) => !templates.hasMessage(`triage.${key}`))).toEqual([]);
  });
});
