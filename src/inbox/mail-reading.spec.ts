import { readMail } from './mail-reading.js';

const HEAD = 'From: clerk@72to.ru\r\nTo: certdesk@example.ru\r\nMessage-ID: <1@72to.ru>\r\n';
/** «Зарегистрирован» in windows-1251 and in KOI8-R. */
const REGISTERED = { 'windows-1251': 'c7e0f0e5e3e8f1f2f0e8f0eee2e0ed', 'koi8-r': 'fac1d2c5c7c9d3d4d2c9d2cfd7c1ce' };
const mail = (head: string, body: string | Buffer): Buffer => Buffer.concat([Buffer.from(`${HEAD}${head}\r\n\r\n`), Buffer.from(body)]);

describe('reading a mail', () => {
  it.each(Object.values(REGISTERED))('finds the words of a program that does not say how it writes Cyrillic', async (hex) => {
    const words = Buffer.from(hex, 'hex');
    expect(await readMail(Buffer.concat([Buffer.from(`${HEAD}Subject: `), words, Buffer.from('\r\n\r\n'), words]))).toMatchObject({ subject: 'Зарегистрирован', text: 'Зарегистрирован' });
  });

  it('leaves the words of HTML, without scripts and with its entities as letters', async () => {
    const { text } = await readMail(mail('Content-Type: text/html; charset=utf-8', '<style>p{}</style><p>Готово,&nbsp;&laquo;&#1072;&#x431;&raquo;</p><script>alert(1)</script>&lt;b&gt; &unknown; &#9999999;'));
    expect(text).toBe('Готово, «аб»\n<b> &unknown; &#9999999;');
  });

  it.each([
    ['lines', mail('Subject: x', '\n'.repeat(800_000))],
    ['letters of a header', mail(`Subject: ${'a:'.repeat(200_000)}`, 'x')],
  ])('is refused at once where there are more %s than anybody writes', async (_, source) => {
    await expect(readMail(source)).rejects.toThrow(/too many lines|header size/);
  });
});
