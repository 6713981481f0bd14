import { once } from 'node:events';
import { createServer } from 'node:net';
import { MailCount } from './mail-count.js';

const REPLIES = { EHLO: '250-sink\r\n250 ENHANCEDSTATUSCODES', HELO: '250 sink', MAIL: '250 2.1.0 Ok', RCPT: '250 2.1.5 Ok', RSET: '250 2.0.0 Ok', QUIT: '221 2.0.0 Bye' };
const END = Buffer.from('\r\n.\r\n');

/** A mail server on loopback that takes everything at once and keeps only the figures. As little of SMTP as nodemailer needs. */
export class SmtpSink extends MailCount {
  #server = createServer((socket) => this.#converse(socket));

  async open() {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get port() {
    return this.#server.address().port;
  }

  close() {
    this.#server.close();
    this.#server.unref();
  }

  #converse(socket) {
    let pending = Buffer.alloc(0);
    let body = null;
    let to = [];
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.write('220 sink ESMTP\r\n');
    const command = (line) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
      if (verb === 'DATA') {
        body = 0;
        socket.write('354 Go ahead\r\n');
      } else socket.write(`${REPLIES[verb] ?? '502 5.5.2 Unknown'}\r\n`);
      if (verb === 'QUIT') socket.end();
    };
    const content = () => {
      const end = pending.indexOf(END);
      if (end < 0) {
        // All but what may be the beginning of the end.
        const spare = Math.max(0, pending.length - END.length + 1);
        body += spare;
        pending = pending.subarray(spare);
        return false;
      }
      socket.write('250 2.0.0 Ok: queued as SINK\r\n');
      this.add({ to, bytes: body + end + 2, at: performance.timeOrigin + performance.now() });
      pending = pending.subarray(end + END.length);
      body = null;
      to = [];
      return true;
    };
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      for (;;) {
        if (body !== null) {
          if (!content()) return;
          continue;
        }
        const end = pending.indexOf('\r\n');
        if (end < 0) return;
        const line = pending.toString('latin1', 0, end);
        pending = pending.subarray(end + 2);
        command(line);
      }
    });
  }
}
