import { attachmentName, bareAddress, oneLine, severalLines } from './mail-text.js';

describe('mail text', () => {
  it('makes one line without control, bidi or zero-width characters', () => {
    expect(oneLine('ГБУ\r\nBcc: all@example.ru\u0000\u202Egnp.\u200B \u2028 конец\ud800')).toBe('ГБУ Bcc: all@example.ru gnp. конец');
    expect(oneLine('Ма\u00adри\u200bя\u2060 \u202eИв\u061cанова\ufe0f')).toBe('Мария Иванова');
    expect(oneLine('абвгд', 4)).toBe('абв…');
    expect(oneLine('№\u00a05')).toBe('№\u00a05');
  });

  it('keeps the lines of a longer text', () => {
    expect(severalLines('раз\r\nдва\rтри\n\n\n\nчетыре\u202E')).toBe('раз\nдва\nтри\n\nчетыре');
  });

  it.each([
    ['../../etc/Сертификат «Иванова».zip', '_.._etc_Сертификат «Иванова».zip'],
    ['a\r\nContent-Type: text/html\r\n.pdf', 'a Content-Type_ text_html.pdf'],
    ['письмо\u202Efdp.exe', 'письмоfdp.exe'],
    ['...', 'file'],
    [`${'ж'.repeat(300)}.pdf`, `${'ж'.repeat(119)}….pdf`],
  ])('names an attachment %j', (given, name) => {
    expect(attachmentName(given)).toBe(name);
  });

  it.each(['a@b.ru\r\nBcc: c@d.ru', 'a@b.ru, c@d.ru', 'Имя <a@b.ru>', 'a@b@c.ru', 'a', '', 'a b@c.ru', `${'a'.repeat(250)}@b.ru`])('refuses the address %j', (address) => {
    expect(() => bareAddress(address)).toThrow('mail address');
  });

  it('takes a bare address', () => {
    expect(bareAddress(' ivanova@example.ru ')).toBe('ivanova@example.ru');
  });
});
