import fc from 'fast-check';
import { passwordFault, PASSWORD_MAX } from './password-rule.js';

const owner = { email: 'petrova@example.ru', fullName: 'Петрова Анна Сергеевна' };

describe('password rule', () => {
  it.each([
    ['короткий', 'too-short'],
    ['elevenchars', 'too-short'],
    ['ю'.repeat(PASSWORD_MAX + 1), 'too-long'],
    ['petrova@example.ru', 'about-you'],
    ['PETROVA@example.ru', 'about-you'],
    ['Петрова Анна Сергеевна', 'about-you'],
    ['Сергеевна123', 'about-you'],
    ['petrova12345', 'about-you'],
    ['qwerty123456', 'common'],
    ['Password1234', 'common'],
    ['!!!!Пароль!!!!', 'common'],
    ['2026тюмень2026', 'common'],
    ['correct horse battery staple', 'common'],
    ['abcabcabcabc', 'monotonous'],
    ['aaaaaaaaaaaaaaa', 'monotonous'],
    ['bcdefghijklmn', 'monotonous'],
  ])('%s: %s', (password, fault) => {
    expect(passwordFault(password, owner)).toBe(fault);
  });

  it.each(['семь синих чайников', 'tall-lamp-over-river', 'Xk3!vQ9zLm2#', 'petrova likes tall lamps'])('takes %s', (password) => {
    expect(passwordFault(password, owner)).toBeNull();
  });

  it('needs no name to judge, and never fails', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (password) => {
      passwordFault(password, { email: '', fullName: '' });
    }));
  });
});
