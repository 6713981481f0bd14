import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedMailerAdapter, capturedFileName } from './captured-mailer.adapter.js';

describe('CapturedMailerAdapter', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certdesk-mail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const mail = { messageId: '<2026-000123.letter.5f0c@certdesk.example>', from: 'a@b.ru', recipients: ['c@d.ru'], required: ['c@d.ru'], raw: Buffer.from('x') };

  it('names the file by the Message-ID and leaves nothing else behind, also when several write at once', async () => {
    const mailer = new CapturedMailerAdapter(join(folder, 'mail'));
    await Promise.all(Array.from({ length: 5 }, () => mailer.send(mail, async () => undefined)));
    expect(await readdir(join(folder, 'mail'))).toEqual(['2026-000123.letter.5f0c@certdesk.example.eml']);
  });

  it('leaves no temporary file when the hand-over is refused', async () => {
    await expect(new CapturedMailerAdapter(folder).send(mail, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
  });

  it('puts off what it cannot write, asks nobody before, and tells no path', async () => {
    await writeFile(join(folder, 'taken'), '');
    let asked = false;
    const outcome = await new CapturedMailerAdapter(join(folder, 'taken', 'mail')).send(mail, async () => {
      asked = true;
    });
    expect(outcome).toEqual({ kind: 'deferred', cause: { code: 'internal', detail: 'captured mail was not written: ENOTDIR' } });
    expect(asked).toBe(false);
  });

  it.each([
    ['<../../etc/passwd@x>', '%2e.%2f..%2fetc%2fpasswd@x.eml'],
    ['<a b\\c:d@x>', 'a%20b%5cc%3ad@x.eml'],
  ])('stays inside its folder: %s', (messageId, name) => {
    expect(capturedFileName(messageId)).toBe(name);
  });

  it('shortens a long Message-ID without letting two share a file', () => {
    const [first, second] = ['1', '2'].map((end) => capturedFileName(`<${'a'.repeat(240)}${end}@x>`));
    expect(first).not.toBe(second);
    expect(first?.length).toBeLessThan(200);
  });
});
