import { mayHandle } from './task-access.js';

describe('who may look at a task', () => {
  it('is its owner, and an administrator', () => {
    const owner = { accountId: 'one', role: 'operator' } as const;
    expect(mayHandle(owner, { accountId: 'one' })).toBe(true);
    expect(mayHandle(owner, { accountId: 'two' })).toBe(false);
    expect(mayHandle(owner, { accountId: null })).toBe(false);
    expect(mayHandle({ accountId: 'one', role: 'administrator' }, { accountId: null })).toBe(true);
    expect(mayHandle(null, { accountId: null })).toBe(false);
  });
});
