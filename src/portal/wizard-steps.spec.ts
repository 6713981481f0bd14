import { mayOpen, nextStep, stepBefore, walkQuestions, type WizardStep } from './wizard-steps.js';

const base = { importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null }, directory: { known: false } } as const;
const slugs = (answers: Record<string, string>) => walkQuestions(base, answers).questions.map(({ slug, answered }) => `${slug}${answered ? '' : '?'}`);
const nobodySpecial = { 'facts.signsDocuments': 'no', 'facts.userBlocked': 'no' };

describe('walkQuestions', () => {
  test('asks one page at a time', () => {
    expect(slugs({})).toEqual(['about-you?']);
    expect(slugs(nobodySpecial)).toEqual(['about-you', 'user-registered?']);
    expect(slugs({ ...nobodySpecial, 'facts.userRegistered': 'no' })).toEqual(['about-you', 'user-registered']);
  });

  test('does not ask again what was answered with «не знаю»', () => {
    expect(slugs({ ...nobodySpecial, 'facts.userRegistered': 'unknown' })).toEqual(['about-you', 'user-registered']);
  });

  test('asks no more once somebody is blocked, and forgets later answers', () => {
    const { questions, facts } = walkQuestions(base, { ...nobodySpecial, 'facts.userBlocked': 'yes', 'facts.userRegistered': 'no' });
    expect(questions.map(({ slug }) => slug)).toEqual(['about-you']);
    expect(facts).toMatchObject({ userBlocked: 'yes', userRegistered: 'unknown' });
  });

  test('asks nothing while the advice is to log in', () => {
    const loaded = { ...base, importResult: { previouslyLoaded: 1, withOwner: 1, errorText: null } };
    expect(walkQuestions(loaded, {}).questions).toEqual([]);
  });

  test('ends for answers that no form sends', () => {
    expect(() => walkQuestions(base, { ...nobodySpecial, 'facts.userRegistered': 'perhaps', 'facts.edms': 'fax' })).not.toThrow();
  });
});

describe('the order of pages', () => {
  const steps: WizardStep[] = [
    { path: '/', done: true },
    { path: '/a', done: true },
    { path: '/b', done: false },
    { path: '/c', done: true },
  ];

  test('leads to the first that is not done', () => expect(nextStep(steps)).toBe('/b'));
  test('opens what is done and the next, no more', () => {
    expect(steps.map(({ path }) => mayOpen(steps, path))).toEqual([true, true, true, false]);
    expect(mayOpen(steps, '/elsewhere')).toBe(false);
  });
  test('knows the way back', () => {
    expect(stepBefore(steps, '/b')).toBe('/a');
    expect(stepBefore(steps, '/')).toBeNull();
  });
});
