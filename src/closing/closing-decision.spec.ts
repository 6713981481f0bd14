import type { AccountEvidence, DirectoryAnswer } from '../directory/directory-answer.js';
import type { FieldVerdict } from '../directory/person-match.js';
import { decideLoop, type LoopCase } from './closing-decision.js';

const now = new Date('2026-11-24T10:00:00Z');
const open: LoopCase = { status: 'sent', category: 'user-missing', ruleId: 'R4', outcome: null, createdAt: new Date('2026-11-20T10:00:00Z'), resolvedAt: null, endedBefore: false };
const ended = (outcome: LoopCase['outcome'], category: LoopCase['category'] = 'user-missing'): LoopCase => ({ ...open, category, status: 'resolved', outcome, resolvedAt: new Date('2026-11-21T10:00:00Z') });

function account(change: Partial<AccountEvidence> & { certificate?: FieldVerdict; organization?: FieldVerdict } = {}): AccountEvidence {
  const { certificate = 'absent', organization = 'same', ...rest } = change;
  const field = (name: 'certificate' | 'organization', verdict: FieldVerdict) => ({ field: name, certificate: null, directory: null, verdict });
  return { login: 'a', strength: 'strong', blocked: false, fields: [field('certificate', certificate), field('organization', organization)], ...rest };
}

/** As `findingsOf` makes it of these. */
function answer(accounts: AccountEvidence[], asOf = '2026-11-23T00:00:00Z'): DirectoryAnswer {
  const sure = accounts.filter(({ strength }) => strength !== 'weak');
  const findings = { known: true, accounts: sure.length > 0 ? sure.length : accounts.length > 0 ? null : 0, blocked: sure.length > 0 && sure.every(({ blocked }) => blocked), certificateLoaded: false } as const;
  return { findings, version: 2, asOf, accounts };
}

describe('a version of the directory', () => {
  it.each<[string, string, LoopCase, DirectoryAnswer]>([
    ['a missing user who is registered', 'close registered sure', open, answer([account()])],
    ['one with another certificate', 'close registered asked', open, answer([account({ certificate: 'differs' })])],
    ['one who may be another', '', open, answer([account({ strength: 'weak' })])],
    ['one in another organisation', '', open, answer([account({ organization: 'differs' })])],
    ['one with two working accounts', '', open, answer([account(), account({ login: 'b' })])],
    ['one with a working and a blocked account', 'close registered sure', open, answer([account({ login: 'b', blocked: true }), account()])],
    ['one who is registered and blocked', '', open, answer([account({ blocked: true })])],
    ['one who is still missing', '', open, answer([])],
    ['an export older than the case', '', open, answer([account()], '2026-11-20T09:00:00Z')],
    ['an export that is stale', '', { ...open, createdAt: new Date('2026-09-01T00:00:00Z') }, answer([account()], '2026-10-01T00:00:00Z')],
    ['no directory', '', open, { findings: { known: false }, version: null, asOf: null, accounts: [] }],
    ['a case that was ended so before and came back', '', { ...open, endedBefore: true }, answer([account()])],
    ['a blocked user whose block is lifted', 'close unblocked sure', { ...open, category: 'user-blocked' }, answer([account()])],
    ['one who is still blocked', '', { ...open, category: 'user-blocked' }, answer([account({ blocked: true })])],
    ['an owner whose certificate is bound', 'close bound sure', { ...open, category: 'owner-mismatch' }, answer([account({ certificate: 'same' })])],
    ['one whose certificate is not', '', { ...open, category: 'owner-mismatch' }, answer([account()])],
    ['an unclear case with a bound certificate', 'close bound asked', { ...open, category: 'needs-triage', ruleId: 'R7' }, answer([account({ certificate: 'same' })])],
    ['a question about signing', '', { ...open, category: 'needs-triage', ruleId: 'R0' }, answer([account({ certificate: 'same' })])],
    ['a certificate that was loaded before', '', { ...open, category: 'already-loaded' }, answer([account({ certificate: 'same' })])],
    ['a cancelled case', '', { ...open, status: 'cancelled' }, answer([account()])],
    ['«registered», still missing', 'reopen missing', ended('registered'), answer([])],
    ['«solved», still missing', 'reopen missing', ended('solved'), answer([])],
    ['«solved» of another trouble', '', ended('solved', 'import-error'), answer([])],
    ['«registered», perhaps there', '', ended('registered'), answer([account({ strength: 'weak' })])],
    ['«registered», and there', 'confirm registered', ended('registered'), answer([account()])],
    ['«registered» after the export was made', '', ended('registered'), answer([], '2026-11-21T09:00:00Z')],
    ['«unblocked», still blocked', 'reopen blocked', ended('unblocked', 'user-blocked'), answer([account({ blocked: true })])],
    ['«refused», still missing', '', ended('refused'), answer([])],
    ['closed for good', '', { ...ended('registered'), status: 'closed' }, answer([])],
  ])('%s: %s', (_name, expected, row, said) => {
    const decision = decideLoop(row, said, { now, freshDays: 45 });
    const told = decision && [decision.action, decision.cause, ...(decision.action === 'close' ? [decision.sure ? 'sure' : 'asked'] : [])].join(' ');
    expect(told ?? '').toBe(expected);
  });
});
