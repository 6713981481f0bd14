/** What happened to one recipient (RFC 3464 §2.3). */
export interface ReportedRecipient {
  /** As it was written to, else as it was in the end; small letters; `null` when neither is said. */
  address: string | null;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** Enhanced status code, e.g. «5.1.1»; empty when it is missing. */
  status: string;
  /** What the other server said, one line. */
  diagnostic: string;
}

/** A delivery status notification. */
export interface DeliveryReport {
  /** Message-ID of the mail that it is about, with angle brackets; `null` when neither headers nor the mail itself came back with it. */
  about: string | null;
  recipients: ReportedRecipient[];
}

const MOST_FIELD = 1_000;
const ACTIONS: readonly string[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] satisfies ReportedRecipient['action'][];

/** Reads the part `message/delivery-status`: groups of fields, the first about the message, each other one about a recipient. Broken groups are passed over. */
export function readDeliveryStatus(text: string): ReportedRecipient[] {
  const groups = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ').split(/\n\s*\n/);
  return groups.flatMap((group) => {
    const fields = new Map(group.split('\n').map((line) => [/^([\w-]+):/.exec(line)?.[1]?.toLowerCase() ?? '', line.replace(/^[\w-]+:\s*/, '').trim()]));
    const action = fields.get('action')?.toLowerCase() ?? '';
    if (!ACTIONS.includes(action)) return [];
    const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '';
    const address = addressOf(fields.get('original-recipient')) ?? addressOf(fields.get('final-recipient'));
    return [{ address, action: action as ReportedRecipient['action'], status, diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '') }];
  });
}

function addressOf(field: string | undefined): string | null {
  return /^[\w-]+;\s*<?([^\s<>]+@[^\s<>]+?)>?$/.exec(field?.slice(0, MOST_FIELD) ?? '')?.[1]?.toLowerCase() ?? null;
}

/** What servers that know no RFC 3464 write. */
interface PlainBounce {
  from: string | null;
  /** The field `X-Failed-Recipients`. */
  failedRecipients: string | null;
  subject: string;
  text: string;
}

/**
 * Reads a bounce that is meant for people only: a mail server writes that a mail was not delivered and puts that mail, or its headers, below.
 * `null` for everything else, a warning of a delay among it, and for one that shows no Message-ID.
 */
export function readPlainBounce({ from, failedRecipients, subject, text }: PlainBounce): DeliveryReport | null {
  const about = /^[> \t]*message-id:\s*(<[^<>\s]+>)/im.exec(text)?.[1] ?? null;
  if (about === null || /\b(delayed|warning)\b|задерж|отложен/i.test(subject)) return null;
  // What stands above the mail that came back is the server's own.
  const said = text.slice(0, text.search(/^[> \t]*(received|return-path|from|message-id):/im));
  const reply = /\b5\d\d[ -](?:#?(5\.\d{1,3}\.\d{1,3})\b)?.*/.exec(said);
  if (failedRecipients === null && !(/^(mailer-daemon|postmaster)@/.test(from ?? '') && reply)) return null;
  const addresses = failedRecipients?.slice(0, MOST_FIELD).toLowerCase().match(/[^\s,<>]+@[^\s,<>]+/g) ?? [null];
  const status = reply?.[1] ?? (/unknown|no such|not exist|does ?n.t exist|not found/i.test(reply?.[0] ?? said) ? '5.1.1' : '');
  return { about, recipients: addresses.map((address) => ({ address, action: 'failed', status, diagnostic: reply?.[0] ?? '' })) };
}

/** The Message-ID in a mail, or in its headers, that came back. */
export function returnedMessageId(text: string): string | null {
  const head = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ').split('\n\n', 1)[0] ?? '';
  return /^message-id:\s*(<[^<>\s]+>)/im.exec(head)?.[1] ?? null;
}

/** Why it was not delivered, by the status code (RFC 3463): names the sentence `delivery.causes.<code>`. */
export function bounceCause({ status }: ReportedRecipient): 'unknown-recipient' | 'mailbox-full' | 'too-large' | 'no-connection' | 'rejected' {
  if (/^5\.1\.(?!7$|8$)/.test(status)) return 'unknown-recipient';
  if (status.endsWith('.2.2')) return 'mailbox-full';
  if (/\.(2\.3|3\.4)$/.test(status)) return 'too-large';
  if (/\.4\.\d+$/.test(status)) return 'no-connection';
  return 'rejected';
}
