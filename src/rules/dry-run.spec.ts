import { CANDIDATES, candidateNamed, rulesWith } from '../triage/candidate-rules.js';
import { allInputs, input } from '../triage/triage.fixtures.js';
import { RULES } from '../triage/triage-rules.js';
import { counted, differences } from './dry-run.js';

const R4_2 = rulesWith([{ ruleId: 'R4', version: 2 }]);
const doubtful = { known: true, accounts: null, blocked: false, certificateLoaded: false } as const;
const zero = { previouslyLoaded: 0, withOwner: 0 };

describe('candidates', () => {
  it('count a version up, keep the place of their rule, and are named once', () => {
    for (const { id, version } of CANDIDATES) expect(version).toBeGreaterThan(RULES.find((rule) => rule.id === id)?.version ?? Infinity);
    expect(new Set(CANDIDATES.map(({ id, version }) => `${id}.${version}`)).size).toBe(CANDIDATES.length);
    expect(R4_2.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(rulesWith([{ ruleId: 'R4', version: 99 }, { ruleId: 'R99', version: 1 }])).toEqual(RULES);
    expect(candidateNamed('R4', 99)).toBeNull();
  });

  it('R4.2 changes only what it says: his word no longer outweighs accounts that may be his', () => {
    const cases = [...allInputs(['none'], ['unknown'])].map((given, index) => ({ number: String(index), input: given }));
    const found = differences(cases, RULES, R4_2);
    expect(found.length).toBeGreaterThan(0);
    for (const { number, before } of found) {
      const { facts, directory } = cases[Number(number)]?.input ?? input(null);
      expect([before?.ruleId, facts.userRegistered, directory.known && directory.accounts]).toEqual(['R4', 'no', null]);
    }
  });
});

describe('a dry run', () => {
  const letter = { number: '2026-000001', input: input(zero, { userRegistered: 'no', userBlocked: 'no', signsDocuments: 'no' }, doubtful) };
  const same = { number: '2026-000002', input: input(zero, { userRegistered: 'no' }) };
  const undecided = { number: '2026-000003', input: input({ errorText: null, withOwner: null, previouslyLoaded: 0 }, { userRegistered: 'no' }, doubtful) };

  it('tells which cases would go another way, and which would have to be asked again', () => {
    expect(differences([letter, same, undecided], RULES, R4_2)).toEqual([
      { number: '2026-000001', before: { ruleId: 'R4', category: 'user-missing', route: 'letter-email' }, after: { ruleId: 'R7', category: 'needs-triage', route: 'operator' } },
      { number: '2026-000003', before: { ruleId: 'R4', category: 'user-missing', route: 'letter-email' }, after: null },
    ]);
  });

  it('counts them pair by pair over several steps', () => {
    const one = differences([letter, undecided], RULES, R4_2);
    const pairs = counted(counted([], one), differences([{ ...letter, number: '2026-000009' }], RULES, R4_2));
    expect(pairs.map(({ count, examples }) => [count, examples])).toEqual([[2, ['2026-000001', '2026-000009']], [1, ['2026-000003']]]);
    expect(counted([], [])).toEqual([]);
  });
});
