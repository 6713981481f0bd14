import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, freePort } from '../app.js';

const run = promisify(execFile);
const POSTFIX = join(import.meta.dirname, 'postfix.sh');

/** Debian's `mail` user and group: owns the mailboxes. */
const MAIL_ID = 8;
/** Everybody's password at the mailbox server. */
export const MAILBOX_PASSWORD = 'mailbox-of-a-test';
/** The domain whose mail is taken first and given back later (a delivery status notification to the envelope's sender). */
export const BOUNCING_DOMAIN = 'bounces.test';

/** A real Postfix that delivers into the mailboxes of a real Dovecot, on loopback only; nothing leaves the machine. */
export interface MailHost {
  smtpUrl: string;
  smtpPort: number;
  imapPort: number;
  /** For `imapflow` and `INBOX_URL`: `imap://user:password@127.0.0.1:port`. */
  imapUrl(address: string): string;
  /** What the mail server wrote so far, for a failed test's message. */
  log: () => Promise<string>;
  stop: () => Promise<void>;
}

/** What may differ from one test to another. */
export interface MailHostOptions {
  /** Addresses that have a mailbox; others at their domains are refused with 550 5.1.1. */
  mailboxes: readonly string[];
  /** Bytes; Postfix refuses more with 552. */
  messageSizeLimit?: number;
}

/** Starts both servers in a folder of their own; needs root, `postfix` and `dovecot-imapd` (scripts/test.sh installs them). */
export async function startMailHost({ mailboxes, messageSizeLimit = 50 * 1024 * 1024 }: MailHostOptions): Promise<MailHost> {
  if (userInfo().uid !== 0) throw new Error('Postfix and Dovecot only start as root: run the tests as root');
  const folder = await mkdtemp(join(tmpdir(), 'certdesk-mail-'));
  await chmod(folder, 0o755);
  const [smtpPort, imapPort] = [await freePort(), await freePort()];
  const postfix = await startPostfix({ folder, port: smtpPort, mailboxes, messageSizeLimit });
  const dovecot = await startDovecot({ folder, mail: join(folder, 'mail'), port: imapPort });
  const stop = async (): Promise<void> => {
    await Promise.all([postfix.stop(), dovecot.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  await Promise.all([greets(smtpPort, '220 '), greets(imapPort, '* OK ')]).catch(async () => {
    const logs = `${await postfix.log()}\n${await dovecot.log()}`;
    await stop();
    throw new Error(`the mail host did not start:\n${logs}`);
  });
  return {
    smtpPort,
    imapPort,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}?ignoreTLS=true`,
    imapUrl: (address) => `imap://${encodeURIComponent(address)}:${MAILBOX_PASSWORD}@127.0.0.1:${imapPort}`,
    log: postfix.log,
    stop,
  };
}

interface Server {
  log: () => Promise<string>;
  stop: () => Promise<void>;
}

async function startPostfix(place: { folder: string; port: number; mailboxes: readonly string[]; messageSizeLimit: number }): Promise<Server> {
  const { folder, port, mailboxes, messageSizeLimit } = place;
  await run(POSTFIX, ['start', folder, String(port), String(messageSizeLimit), BOUNCING_DOMAIN, ...mailboxes]);
  return {
    log: () => readFile(join(folder, 'postfix.log'), 'utf8').catch(() => ''),
    stop: async () => {
      await run(POSTFIX, ['stop', folder]).catch(() => undefined);
    },
  };
}

async function startDovecot({ folder, mail, port }: { folder: string; mail: string; port: number }): Promise<Server> {
  const config = join(folder, 'dovecot.conf');
  const log = join(folder, 'dovecot.log');
  await writeFile(
    config,
    `
    protocols = imap
    listen = 127.0.0.1
    base_dir = ${join(folder, 'dovecot')}
    state_dir = ${join(folder, 'dovecot-state')}
    log_path = ${log}
    ssl = no
    disable_plaintext_auth = no
    first_valid_uid = ${MAIL_ID}
    mail_location = maildir:${mail}/%u
    service anvil {
      chroot =
    }
    service imap-login {
      chroot =
      inet_listener imap {
        port = ${port}
      }
      inet_listener imaps {
        port = 0
      }
    }
    passdb {
      driver = static
      args = password=${MAILBOX_PASSWORD}
    }
    userdb {
      driver = static
      args = uid=${MAIL_ID} gid=${MAIL_ID} home=${mail}/%u
    }
    `,
  );
  const child = spawn('/usr/sbin/dovecot', ['-F', '-c', config], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  // A failed test must not leave it running, nor wait for it.
  child.unref();
  process.once('exit', () => child.kill('SIGTERM'));
  return {
    log: () => readFile(log, 'utf8').catch(() => ''),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Waits until a server says its first words. */
function greets(port: number, words: string): Promise<unknown> {
  return eventually(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.setTimeout(1_000, () => socket.destroy());
        socket.once('data', (data) => {
          resolve(data.toString().startsWith(words));
          socket.destroy();
        });
        socket.once('close', () => resolve(false));
        socket.once('error', () => resolve(false));
      }),
  );
}
