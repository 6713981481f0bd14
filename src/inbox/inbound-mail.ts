import type { DeliveryReport } from './delivery-report.js';

/** A file that came with a mail. */
export interface InboundFile {
  fileName: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** A mail that came back, as far as it matters here. Texts are decoded; nothing in it can be trusted. */
export interface InboundMail {
  /** With its angle brackets; `null` when it has none. */
  messageId: string | null;
  /** Message-IDs that it answers: In-Reply-To first, then References from the last to the first. */
  answers: string[];
  /** Small letters; `null` when there is no readable sender. */
  from: string | null;
  /** All addresses it was sent to, small letters. */
  to: string[];
  subject: string;
  text: string;
  /** Made by a program (RFC 3834 §5, `Precedence`, empty return path). */
  automatic: boolean;
  /** A delivery status notification (RFC 3464). */
  report: DeliveryReport | null;
  /** A receipt that somebody has opened it (RFC 8098): the Message-ID of what was opened. */
  opened: string | null;
  files: InboundFile[];
}

/**
 * What a mail is: `bounce` not delivered, `delay` not yet delivered, `arrival` delivered or opened, `auto-reply` a program answers,
 * `own` our own mail that came back, `reply` a person writes.
 */
export type InboundKind = 'bounce' | 'delay' | 'arrival' | 'auto-reply' | 'own' | 'reply';

/** The kind of a mail; a report counts before its sender, because bounces come from nobody. */
export function kindOf(mail: InboundMail, ownAddress: string): InboundKind {
  const actions = mail.report?.recipients.map(({ action }) => action) ?? [];
  if (actions.includes('failed')) return 'bounce';
  if (actions.includes('delayed')) return 'delay';
  if (actions.length > 0 || mail.opened) return 'arrival';
  if (mail.from === ownAddress.toLowerCase()) return 'own';
  return mail.automatic ? 'auto-reply' : 'reply';
}

/** The number of a case in a subject; the weakest way to know what a mail is about, since anybody can write it. */
export function numberInSubject(subject: string): string | null {
  return /(?<![\d-])(\d{4}-\d{6,9})(?!\d)/.exec(subject)?.[1] ?? null;
}

/** What was newly written: quoted lines at the end and the line that announces them are left out; never empty when the mail is not. */
export function ownWords(text: string, most: number): string {
  const lines = text.replace(/\r\n?/g, '\n').trim().split('\n');
  let end = lines.length;
  while (end > 0 && /^\s*(>|$)/.test(lines[end - 1] ?? '')) end--;
  if (end < lines.length && /(писал|написал|wrote|пишет).{0,40}:\s*$/iu.test(lines[end - 1] ?? '')) end--;
  const own = lines.slice(0, end).join('\n').trim() || text.trim();
  return own.length > most ? `${own.slice(0, most - 1).trimEnd()}…` : own;
}
