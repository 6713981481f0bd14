import { keepSnils, snilsKey } from './snils-hash.js';

const SECRET = 's'.repeat(32);

describe('keepSnils', () => {
  it('knows a СНИЛС again in any form, keeps three digits of it and needs the secret', () => {
    const kept = keepSnils('112-233-445 95', SECRET);
    expect(kept?.tail).toBe('595');
    expect(kept?.hash).toHaveLength(32);
    expect(keepSnils('11223344595', SECRET)).toEqual(kept);
    expect(keepSnils('11223344595', 'other')?.hash).not.toEqual(kept?.hash);
    expect(keepSnils('1223344595', SECRET)).toEqual(keepSnils('012-233-445 95', SECRET));
  });

  it.each(['', 'нет', '00000000000', '12345678', '112233445951'])('%j is none', (text) => {
    expect(keepSnils(text, SECRET)).toBeNull();
  });

  it('names the secret without telling it', () => {
    expect(snilsKey(SECRET)).toMatch(/^[0-9a-f]{16}$/);
    expect(snilsKey(SECRET)).not.toBe(snilsKey('other'));
  });
});
