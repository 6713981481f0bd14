import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './children.js';
import { MailCount } from './mail-count.js';

const SCRIPT = 'test/support/peers/postfix.sh';
const SIZE_LIMIT = String(50 * 1024 * 1024);
/** What smtpd says after the final dot once the mail lies safely in its queue. */
const QUEUED = /250 2\.0\.0 Ok: queued/;

/** A real Postfix behind a cable that counts what it took; recipients are not looked at. */
export class PostfixServer extends MailCount {
  #folder;
  #target = 0;
  #cable = createServer((socket) => this.#join(socket));

  /** @returns {boolean} whether it can be started here */
  static available() {
    return process.getuid?.() === 0 && existsSync('/usr/sbin/postfix');
  }

  /**
   * @param {string} folder
   * @param {string[]} addresses those with a mailbox
   */
  async open(folder, addresses) {
    this.#folder = join(folder, 'mail-server');
    await mkdir(this.#folder);
    await chmod(this.#folder, 0o755);
    this.#target = await freePort();
    execFileSync(SCRIPT, ['start', this.#folder, String(this.#target), SIZE_LIMIT, 'bounces.test', ...addresses], { stdio: 'ignore' });
    await once(this.#cable.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get port() {
    return this.#cable.address().port;
  }

  close() {
    this.#cable.close();
    execFileSync(SCRIPT, ['stop', this.#folder], { stdio: 'ignore' });
  }

  #join(socket) {
    const server = connect(this.#target, '127.0.0.1');
    for (const side of [socket, server]) {
      side.setNoDelay(true);
      side.on('error', () => undefined);
      side.once('close', () => (side === socket ? server : socket).destroy());
    }
    socket.pipe(server);
    server.pipe(socket);
    let bytes = 0;
    socket.on('data', (part) => (bytes += part.length));
    server.on('data', (said) => {
      if (!QUEUED.test(said.toString('latin1'))) return;
      this.add({ to: [], bytes, at: performance.timeOrigin + performance.now() });
      bytes = 0;
    });
  }
}
