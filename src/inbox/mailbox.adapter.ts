import { ImapFlow } from 'imapflow';

/** Where mail comes in; from `INBOX_URL` and `INBOX_FOLDER`. */
export interface MailboxSettings {
  /** `imap://user:password@host:port` (STARTTLS where it is offered) or `imaps://…`. */
  url: string;
  folder: string;
}

/** A message that has not been read yet. */
export interface UnreadMessage {
  uid: number;
  /** Bytes. */
  size: number;
}

/** A server that says nothing is asked this often. */
const ASK_EVERY_MS = 60_000;
const SOCKET_PATIENCE_MS = 5 * 60_000;

/** The library says «Command failed» of everything; what failed, and the server's own code (RFC 5530), are what an administrator looks for. */
function refuse(step: 'sign-in' | 'folder', error: unknown): never {
  const { serverResponseCode: code, responseStatus: status } = error as { serverResponseCode?: string; responseStatus?: string };
  if (status === undefined) throw error;
  throw new Error(`the server refused the ${step}: ${code ?? status}`, { cause: error });
}

/** One open connection to a mailbox. Every call fails when the connection is gone; then a new one is opened. */
export class Mailbox {
  /** Something came since it was last looked. */
  private isNews = false;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly client: ImapFlow,
    /** The name of the mailbox in our rows: no password in it. */
    readonly name: string,
    /** UIDs mean something only under this (RFC 9051 §2.3.1.1). */
    readonly uidValidity: string,
  ) {
    const stir = (): void => {
      this.isNews = true;
      this.wake();
    };
    client.on('exists', stir);
    client.on('close', stir);
  }

  /** @throws when the server cannot be reached, refuses the sign-in or has no such folder. */
  static async open({ url, folder }: MailboxSettings): Promise<Mailbox> {
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'imaps:';
    const user = decodeURIComponent(username);
    const client = new ImapFlow({
      host: hostname,
      port: Number(port || (secure ? 993 : 143)),
      secure,
      auth: { user, pass: decodeURIComponent(password) },
      logger: false,
      socketTimeout: SOCKET_PATIENCE_MS,
      disableAutoIdle: true,
    });
    // Without a listener a broken connection ends the process; whoever waits on it hears of it anyway.
    client.on('error', () => undefined);
    await client.connect().catch((error: unknown) => refuse('sign-in', error));
    try {
      const { uidValidity } = await client.mailboxOpen(folder).catch((error: unknown) => refuse('folder', error));
      return new Mailbox(client, `${user}@${hostname}/${folder}`, String(uidValidity));
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** What nobody has read, oldest first. */
  async unread(): Promise<UnreadMessage[]> {
    this.isNews = false;
    const uids = (await this.client.search({ seen: false }, { uid: true })) || [];
    if (uids.length === 0) return [];
    const found: UnreadMessage[] = [];
    for await (const { uid, size } of this.client.fetch(uids, { uid: true, size: true }, { uid: true })) found.push({ uid, size: size ?? 0 });
    return found.sort((a, b) => a.uid - b.uid);
  }

  /** The bytes of a message, not marked as read by that; `null` when somebody has removed it. */
  async source(uid: number): Promise<Buffer | null> {
    const found = await this.client.fetchOne(String(uid), { source: true }, { uid: true });
    return (found && found.source) || null;
  }

  /** `flagged` makes a message that was set aside stand out in a mail program. */
  async markRead(uid: number, flagged: boolean): Promise<void> {
    await this.client.messageFlagsAdd(String(uid), flagged ? ['\\Seen', '\\Flagged'] : ['\\Seen'], { uid: true });
  }

  /** Waits for something new (IDLE), a minute at most for servers that do not tell, or until the connection ends. */
  async wait(): Promise<void> {
    if (this.isNews) return;
    this.client.idle().catch(() => undefined);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ASK_EVERY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the connection, also one that waits. */
  close(): void {
    this.client.close();
  }
}
