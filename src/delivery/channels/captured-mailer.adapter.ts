import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptOutcome } from '../attempt-outcome.js';
import type { ComposedMail, Mailer } from './mailer.js';

/**
 * Keeps mail on this machine: one `.eml` a message in `folder` (`DATA_DIR/mail`), the default until an SMTP host is set.
 * The file is named by the Message-ID, so the same mail never makes a second file; readers must skip names with a leading dot.
 */
export class CapturedMailerAdapter implements Mailer {
  readonly idempotent = true;

  constructor(private readonly folder: string) {}

  /** `externalId` is the file's name. A full disk or a folder without permission is `deferred`; what `beforeHandOver` throws is thrown on. */
  async send(mail: ComposedMail, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    const name = capturedFileName(mail.messageId);
    const temporary = join(this.folder, `.${randomUUID()}.tmp`);
    try {
      await mkdir(this.folder, { recursive: true });
      await writeDurably(temporary, mail.raw);
    } catch (error) {
      return notWritten(error);
    }
    try {
      await beforeHandOver();
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    try {
      await rename(temporary, join(this.folder, name));
      await syncFolder(this.folder);
    } catch (error) {
      return notWritten(error);
    }
    return { kind: 'accepted', externalId: name };
  }
}

/** File name for a Message-ID: one to one, safe on every file system, e.g. `2026-000123.letter.5f0c@certdesk.example.eml`. */
export function capturedFileName(messageId: string): string {
  const safe = messageId
    .replace(/^<|>$/g, '')
    .replace(/[^A-Za-z0-9@._-]/gu, (character) => `%${Buffer.from(character).toString('hex')}`)
    .replace(/^\./, '%2e');
  return safe.length <= 200 ? `${safe}.eml` : `${safe.slice(0, 100)}-${createHash('sha256').update(messageId).digest('hex')}.eml`;
}

/** Only the system's word: a path says too much about the machine. Saying "not written" is safe, the next attempt writes the same file. */
function notWritten(error: unknown): AttemptOutcome {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return { kind: 'deferred', cause: { code: 'internal', detail: `captured mail was not written: ${code}` } };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Without it a power cut could take the new name away again; Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
