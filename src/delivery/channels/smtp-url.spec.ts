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
    ['http://host', 'must look like'],
    ['mail.example:25', 'must look like'],
    ['smtp://host?pool=true', 'unknown option pool'],
    ['smtp://host?requireTLS=yes', 'requireTLS must be true or false'],
    ['smtp://secretuser@host', 'both user and password'],
    ['smtp://secretuser:secret%zz@host', 'percent-encoded'],
  ])('refuses %s in words, without the credentials', (url, words) => {
    expect(() => parseSmtpUrl(url)).toThrow(words);
    expect(() => parseSmtpUrl(url)).not.toThrow('secret');
  });
});
