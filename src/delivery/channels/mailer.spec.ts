import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSmtpSink } from '../../../test/support/smtp-sink.js';
import { CapturedMailerAdapter } from './captured-mailer.adapter.js';
import type { ComposedMail, Mailer } from './mailer.js';
import { SmtpMailerAdapter } from './smtp-mailer.adapter.js';

interface Rig {
  mailer: Mailer;
  arrived: () => Promise<Buffer[]>;
  dispose: () => Promise<unknown>;
}

const rigs: Record<string, () => Promise<Rig>> = {
  captured: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certdesk-mail-'));
    const arrived = async (): Promise<Buffer[]> => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
      return Promise.all(names.map((name) => readFile(join(folder, name))));
    };
    return { mailer: new CapturedMailerAdapter(folder), arrived, dispose: () => rm(folder, { recursive: true }) };
  },
  smtp: async () => {
    const sink = await startSmtpSink();
    return { mailer: new SmtpMailerAdapter(sink.url), arrived: async () => sink.mails.map(({ raw }) => raw), dispose: () => sink.close() };
  },
};

function mailOf(id: string): ComposedMail {
  const raw = Buffer.from(`Message-ID: <${id}@certdesk.example>\r\nSubject: test\r\n\r\n.a line that begins with a dot\r\n..two\r\nend\r\n`);
  return { messageId: `<${id}@certdesk.example>`, from: 'certdesk@certdesk.example', recipients: ['goszakaz@72to.example', 'copy@example.ru'], required: ['goszakaz@72to.example'], raw };
}

describe.each(Object.entries(rigs))('Mailer: %s', (_name, build) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await build();
  });
  afterEach(async () => {
    await rig.dispose();
  });

  it('gives the message away unchanged, once, and says by which id it is known there', async () => {
    const mail = mailOf('2026-000123.letter.1');
    const outcome = await rig.mailer.send(mail, async () => undefined);
    expect(outcome).toEqual({ kind: 'accepted', externalId: expect.stringMatching(/.+/) as string });
    expect(await rig.arrived()).toEqual([mail.raw]);
  });

  it('asks before the first byte is given away', async () => {
    const seen: Buffer[][] = [];
    await rig.mailer.send(mailOf('asked'), async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen.push(await rig.arrived());
    });
    expect(seen).toEqual([[]]);
  });

  it('gives nothing away when it is told not to, and throws that very error on', async () => {
    const objection = Object.assign(new Error('lease lost'), { code: 'lease-lost' });
    await expect(rig.mailer.send(mailOf('refused'), () => Promise.reject(objection))).rejects.toBe(objection);
    expect(objection.code).toBe('lease-lost');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await rig.arrived()).toEqual([]);
  });

  it('carries a message of several chunks', async () => {
    const mail = mailOf('big');
    mail.raw = Buffer.concat([mail.raw, Buffer.alloc(3_000_000, 'abcdefghi \r\n')]);
    expect((await rig.mailer.send(mail, async () => undefined)).kind).toBe('accepted');
    expect((await rig.arrived())[0]?.equals(mail.raw)).toBe(true);
  });

  it('keeps its word about idempotence', async () => {
    const mail = mailOf('twice');
    await rig.mailer.send(mail, async () => undefined);
    await rig.mailer.send(mail, async () => undefined);
    expect(await rig.arrived()).toHaveLength(rig.mailer.idempotent ? 1 : 2);
  });
});
