import { randomUUID } from 'node:crypto';
import { AccountKeys } from './sealing.js';

describe('keys of the accounts', () => {
  const keys = new AccountKeys('k'.repeat(32));
  const others = new AccountKeys('K'.repeat(32));

  it('derive the same token for a link again, and find its id', () => {
    const id = randomUUID();
    const token = keys.linkToken(id);
    expect(token).toMatch(/^[\w-]{54}$/);
    expect(keys.linkToken(id)).toBe(token);
    expect(keys.linkId(token)).toBe(id);
  });

  it('refuse a token that was not made here, in every byte', () => {
    const token = keys.linkToken(randomUUID());
    expect(others.linkId(token)).toBeNull();
    for (let index = 0; index < token.length; index++) {
      const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
      expect(keys.linkId(changed)).toBeNull();
    }
    for (const none of ['', 'x', `${token}A`, token.slice(1), `${token}=`, 'я'.repeat(54)]) expect(keys.linkId(none)).toBeNull();
  });

  it('seal for one purpose and one owner', () => {
    const sealed = keys.seal('SECRET', 'totp:1');
    expect(sealed.toString('latin1')).not.toContain('SECRET');
    expect(keys.open(sealed, 'totp:1')).toBe('SECRET');
    expect(keys.open(sealed, 'totp:2')).toBeNull();
    expect(others.open(sealed, 'totp:1')).toBeNull();
    expect(keys.open(sealed.subarray(0, 20), 'totp:1')).toBeNull();
    sealed[30] = (sealed[30] ?? 0) ^ 1;
    expect(keys.open(sealed, 'totp:1')).toBeNull();
  });

  it('hash apart what stands apart', () => {
    expect(keys.hash('a', 'bc')).not.toEqual(keys.hash('ab', 'c'));
    expect(keys.hash('a', 'bc')).toEqual(keys.hash('a', 'bc'));
    expect(keys.hash('a')).not.toEqual(others.hash('a'));
  });
});
