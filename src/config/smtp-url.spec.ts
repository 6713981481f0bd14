import { parseSmtpUrl } from './smtp-url.js';

describe('parseSmtpUrl', () => {
  it('reads host, port, credentials and options', () => {
    expect(parseSmtpUrl('smtp://user%40x:p%3Ass@mail.example:587?requireTLS=true')).toEqual({
      host: 'mail.example',
      port: 587,
      secure: undefined,
      requireTLS: true,
      ignoreTLS: false,
      name: undefined,
      tls: { rejectUnauthorized: true },
      auth: { user: 'user@x', pass: 'p:ss' },
    });
    expect(parseSmtpUrl('smtps://[::1]')).toMatchObject({ host: '::1', port: undefined, secure: true, auth: null });
    expect(parseSmtpUrl('smtp://h?tls.rejectUnauthorized=false&tls.servername=mail.example&name=certdesk.example')).toMatchObject({
      name: 'certdesk.example',
      tls: { rejectUnauthorized: false, servername: 'mail.example' },
    });
  });

  it.each([
    ['http://host', 'нужен адрес вида'],
    ['mail.example:25', 'нужен адрес вида'],
    ['smtp://host?pool=true', 'неизвестный параметр «pool»'],
    ['smtp://host?requireTLS=yes', 'requireTLS: допустимо true или false'],
    ['smtp://secretuser@host', 'имя и пароль вместе'],
    ['smtp://secretuser:secret%zz@host', 'записывают с процентами'],
  ])('refuses %s in words, without the credentials', (url, words) => {
    expect(() => parseSmtpUrl(url)).toThrow(words);
    expect(() => parseSmtpUrl(url)).not.toThrow('secret');
  });
});
