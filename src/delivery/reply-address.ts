import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE_LENGTH = 16;

/**
 * Where answers about a case are sent to: the mailbox with a tag, `certdesk+2026-000123.5f3a…@example.ru`. The signature keeps
 * anybody from writing into a case whose number he guesses.
 */
export function replyAddress(mailbox: string, caseNumber: string, secret: string): string {
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${caseNumber}.${signature(caseNumber, secret)}${mailbox.slice(at)}`;
}

/** The number of the case in a tag that we have signed; `null` when none of the addresses carries one. */
export function caseOfReplyAddress(addresses: readonly string[], secret: string): string | null {
  for (const address of addresses) {
    const [, number = '', signed = ''] = /\+(\d{4}-\d+)\.([0-9a-f]{16})@[^@]+$/i.exec(address) ?? [];
    if (number && timingSafeEqual(Buffer.from(signed.toLowerCase()), Buffer.from(signature(number, secret)))) return number;
  }
  return null;
}

function signature(caseNumber: string, secret: string): string {
  return createHmac('sha256', secret).update(`reply-address:${caseNumber}`).digest('hex').slice(0, SIGNATURE_LENGTH);
}
