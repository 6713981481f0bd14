import { ImapFlow } from 'imapflow';
import { eventually } from '../app.js';
import { MAILBOX_PASSWORD, type MailHost } from './mail-host.js';

/** Reads a mailbox of the mail host over IMAP, as a person's mail program does; messages as they lie there, oldest first. */
async function readMailbox({ imapPort }: Pick<MailHost, 'imapPort'>, address: string): Promise<Buffer[]> {
  const client = new ImapFlow({ host: '127.0.0.1', port: imapPort, secure: false, doSTARTTLS: false, auth: { user: address, pass: MAILBOX_PASSWORD }, logger: false });
  await client.connect();
  try {
    await client.mailboxOpen('INBOX', { readOnly: true });
    const found: Buffer[] = [];
    for await (const { source } of client.fetch('1:*', { source: true })) if (source) found.push(source);
    return found;
  } finally {
    await client.logout();
  }
}

/** Waits until a mailbox holds as many messages. */
export function mailboxHolds(host: Pick<MailHost, 'imapPort'>, address: string, count: number): Promise<Buffer[]> {
  return eventually(async () => {
    const found = await readMailbox(host, address);
    return found.length >= count && found;
  });
}

/** A message without what servers put on top of it on its way (RFC 5321 §4.4): Return-Path, Delivered-To, Received. */
export function asSent(stored: Buffer): Buffer {
  const text = stored.toString('latin1');
  const trace = /^(?:(?:Return-Path|X-Original-To|Delivered-To|Received):[^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n)*/i.exec(text)?.[0] ?? '';
  return Buffer.from(text.slice(trace.length), 'latin1');
}
