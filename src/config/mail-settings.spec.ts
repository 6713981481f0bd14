import { loadConfig } from './config.js';
import { isSender } from './mail-settings.js';

describe('a sender', () => {
  it.each(['certdesk@example.ru', 'Обращения <certdesk@example.ru>', '"Отдел, сертификаты" <certdesk@example.ru>', 'c@почта.рф', '<c@localhost>'])('may be %s', (text) => {
    expect(isSender(text)).toBe(true);
  });

  it.each(['кто-то', 'a@example.ru, b@example.ru', 'Отдел, сертификаты <a@example.ru>', 'A <a@example.ru> B', 'a@[::1]', 'a@example..ru', 'a@', '@example.ru'])('may not be %s', (text) => {
    expect(isSender(text)).toBe(false);
  });
});

describe('settings of mail that cannot work', () => {
  const faults = (env: Record<string, string>): string => {
    try {
      loadConfig(env);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each([
    [{ SMTP_URL: 'smtp://hidden@mail.example.ru', MAIL_FROM: 'a@example.ru' }, 'SMTP_URL: укажите имя и пароль вместе или уберите оба'],
    [{ SMTP_URL: 'smtp://hidden:h%zz@mail.example.ru', MAIL_FROM: 'a@example.ru' }, 'SMTP_URL: имя и пароль записывают с процентами (% — %25, @ — %40)'],
    [{ SMTP_URL: 'smtp://mail.example.ru?pool=1', MAIL_FROM: 'a@example.ru' }, 'SMTP_URL: неизвестный параметр «pool»'],
    [{ SMTP_URL: 'smtp://mail.example.ru', MAIL_FROM: 'a@example.ru, b@example.ru' }, 'MAIL_FROM: нужен один адрес'],
    [{ INBOX_URL: 'imaps://hidden@mail.example.ru' }, 'INBOX_URL: укажите имя и пароль'],
    [{ INBOX_URL: 'imaps://hidden:h%zz@mail.example.ru' }, 'INBOX_URL: имя и пароль записывают с процентами'],
  ])('%j are named before anything is begun, without a password', (env, words) => {
    expect(faults(env)).toContain(words);
    expect(faults(env)).not.toContain('hidden');
  });

  it('are not made of the address of a site that has none to be written from', () => {
    expect(isSender(loadConfig({ BASE_URL: 'http://[::1]:3000' }).mailFrom)).toBe(true);
  });
});
