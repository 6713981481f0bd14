import { answer, batchAnswersSchema, saidOf } from './batch-answers.js';
import { NO_FACTS } from './batch-row.js';

const NOTHING = { importResult: null, facts: NO_FACTS };
const window = { previouslyLoaded: 0, withOwner: null, errorText: null };

describe('answers to the questions of a batch', () => {
  it('count only where they were asked, and go before row and common answers', () => {
    const given = { importResult: null, facts: { ...NO_FACTS, userRegistered: 'no', userBlocked: 'yes' } } as const;
    const answered = answer(null, NOTHING, given, ['facts.userRegistered']);
    expect(answered).toEqual({ importResult: null, facts: { ...NO_FACTS, userRegistered: 'no' } });
    const common = { importResult: window, facts: { ...NO_FACTS, userRegistered: 'yes', edms: 'directum' } } as const;
    expect(saidOf({ said: null, answered }, common)).toEqual({ importResult: window, facts: { ...NO_FACTS, userRegistered: 'no', edms: 'directum' } });
  });

  it('complete the window that was seen in part, and keep earlier answers', () => {
    const before = { importResult: null, facts: { ...NO_FACTS, userRegistered: 'no' } } as const;
    const given = { importResult: { previouslyLoaded: 7, withOwner: 1, errorText: null }, facts: NO_FACTS };
    expect(answer(before, { importResult: window, facts: before.facts }, given, ['importResult.withOwner'])).toEqual({ importResult: { previouslyLoaded: 0, withOwner: 1, errorText: null }, facts: before.facts });
  });

  it('are none when nothing is known', () => {
    expect(batchAnswersSchema.safeParse({ importResult: null, facts: { userRegistered: 'unknown' } }).success).toBe(false);
    expect(batchAnswersSchema.safeParse({ importResult: null, facts: { userRegistered: 'no' } }).success).toBe(true);
  });
});
