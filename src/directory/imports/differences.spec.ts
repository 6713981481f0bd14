import { type Differences, importWarnings, mayApplyItself, USUAL_LIMITS } from './differences.js';

const differences = (change: Partial<Differences>): Differences => ({ base: 1, before: 1000, after: 1000, added: 0, changed: 0, blocked: 0, unblocked: 0, gone: 0, ...change });

describe('what an import would change', () => {
  it.each([
    ['nothing', {}, 0, []],
    ['a fifth is gone', { gone: 200 }, 0, []],
    ['more than a fifth is gone', { gone: 201 }, 0, [{ code: 'gone', percent: 20.1 }]],
    ['most changed, many blocked', { changed: 900, blocked: 150 }, 0, [{ code: 'changed', percent: 90 }, { code: 'blocked', percent: 15 }]],
    ['a tenth was not taken', { after: 800 }, 200, [{ code: 'refused', percent: 20 }]],
    ['nothing was taken', { after: 0, gone: 1000 }, 5, [{ code: 'empty', percent: 100 }]],
    ['the first of all', { base: null, before: 0, added: 1000 }, 0, []],
  ] as const)('%s', (_, change, refused, warnings) => {
    expect(importWarnings({ differences: differences(change), refused, older: false })).toEqual(warnings);
  });

  it('is applied without a person only within the limits', () => {
    expect(mayApplyItself({ differences: differences({ gone: 50, changed: 200, added: 900 }), refused: 0, older: false }, USUAL_LIMITS)).toBe(true);
    expect(mayApplyItself({ differences: differences({ gone: 51 }), refused: 0, older: false }, USUAL_LIMITS)).toBe(false);
    expect(mayApplyItself({ differences: differences({ blocked: 51 }), refused: 0, older: false }, USUAL_LIMITS)).toBe(false);
    expect(mayApplyItself({ differences: differences({ gone: 1000, after: 0 }), refused: 0, older: false }, { gone: 100, changed: 100, blocked: 100 })).toBe(false);
    expect(mayApplyItself({ differences: differences({ after: 800 }), refused: 200, older: false }, { gone: 100, changed: 100, blocked: 100 })).toBe(false);
  });

  it('is not taken for news when it was exported before what is seen', () => {
    const older = { differences: differences({ changed: 1 }), refused: 0, older: true };
    expect(importWarnings(older)).toEqual([{ code: 'older', percent: 100 }]);
    expect(mayApplyItself(older, USUAL_LIMITS)).toBe(false);
  });
});
