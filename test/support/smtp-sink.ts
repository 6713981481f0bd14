import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One mail as it came over the wire, dots unstuffed. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: Buffer;
}

/** A mail server on loopback that keeps what it takes. */
export interface SmtpSink {
  port: number;
  /** For `SMTP_URL`; add `user:password@` or `?options` as needed. */
  url: string;
  mails: ReceivedMail[];
  /** Connections that were opened so far. */
  connections: () => number;
  close: () => Promise<void>;
}

/** What the well-mannered server offers. */
export interface SinkOptions {
  /** 0 or left out: any free port. A fixed one lets a test start the server again where it was. */
  port?: number;
  /** Limit announced with SIZE, bytes. */
  size?: number;
  /** STARTTLS with a self-signed certificate; off: not offered. */
  startTls?: boolean;
  auth?: { user: string; pass: string };
  pipelining?: boolean;
  /** Recipients answered with this reply code. */
  refuse?: Record<string, number>;
  /** Milliseconds before the final 250. */
  delay?: number;
}

/** Starts a server with good manners (`smtp-server`). */
export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  let connections = 0;
  const disabled = [...(options.startTls ? [] : ['STARTTLS']), ...(options.auth ? [] : ['AUTH'])];
  const server = new SMTPServer({
    logger: false,
    size: options.size,
    disabledCommands: disabled,
    allowInsecureAuth: true,
    authOptional: !options.auth,
    hidePIPELINING: options.pipelining === false,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      connections++;
      done();
    },
    onAuth: (auth, _session, done) => {
      if (auth.username === options.auth?.user && auth.password === options.auth?.pass) done(null, { user: auth.username });
      else done(Object.assign(new Error(`authentication failed for ${auth.username}`), { responseCode: 535 }));
    },
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = options.refuse?.[address];
      done(responseCode ? Object.assign(new Error(`<${address}> User unknown`), { responseCode }) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        if (stream.sizeExceeded) return done(Object.assign(new Error('Message too big'), { responseCode: 552 }));
        setTimeout(() => {
          mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) });
          done(null, `2.0.0 Ok: queued as SINK${mails.length}`);
        }, options.delay ?? 0);
      });
    },
  });
  server.on('error', () => undefined);
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { port, url: `smtp://127.0.0.1:${port}`, mails, connections: () => connections, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** How the scripted server meets one command: a reply (lines joined by CRLF), a late one, or bad manners. */
export type Answer = string | { then?: 'close' | 'silence'; reply?: string; waitMs?: number; /** At `end`: the server keeps the mail whatever it says. */ taken?: boolean };

/**
 * What to say at one step; what is left out, or `null`, is answered well. A list is used up command by command over all connections,
 * its last answer stays: `RCPT: ['451 4.7.1 Greylisted', '250 Ok']` greylists once. A function gets the address of the command and
 * the name that the client gave in EHLO.
 */
export type ScriptedStep = Answer | Answer[] | ((address: string, client: string) => Answer | null);

/** What to say where. */
export interface SmtpScript {
  port?: number;
  greeting?: ScriptedStep;
  EHLO?: ScriptedStep;
  HELO?: ScriptedStep;
  STARTTLS?: ScriptedStep;
  AUTH?: ScriptedStep;
  MAIL?: ScriptedStep;
  RCPT?: ScriptedStep;
  DATA?: ScriptedStep;
  /** At the first bytes of the message, where a good server says nothing. */
  body?: ScriptedStep;
  /** After the final dot. A mail counts as taken only when this answers 2xx, or says nothing although it took it (`taken`). */
  end?: ScriptedStep;
  /** Of what it takes only the header is kept: for very many mails. */
  headersOnly?: boolean;
  /** The server keeps every mail even though it never says so. */
  taken?: boolean;
  QUIT?: ScriptedStep;
  /** Hang up after so many bytes of the message. */
  closeAfterBytes?: number;
}

const GOOD: Record<string, string> = {
  greeting: '220 sink ESMTP',
  EHLO: '250-sink\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES',
  HELO: '250 sink',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 End data with <CR><LF>.<CR><LF>',
  body: '',
  end: '250 2.0.0 Ok: queued as SCRIPT1',
  RSET: '250 2.0.0 Ok',
  QUIT: '221 2.0.0 Bye',
};

type AnswerFor = (step: string, address: string, client: string) => Answer;

/** Starts a server that follows a script, manners good or bad. `mails` holds what it took. */
export async function startScriptedSmtp(script: SmtpScript): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const used = new Map<string, number>();
  let connections = 0;

  const answerFor: AnswerFor = (step, address, client) => {
    const good = GOOD[step] ?? '502 5.5.2 Unknown command';
    const scripted = script[step as keyof SmtpScript] as ScriptedStep | undefined;
    if (scripted === undefined) return good;
    if (typeof scripted === 'function') return scripted(address, client) ?? good;
    if (!Array.isArray(scripted)) return scripted;
    const turn = used.get(step) ?? 0;
    used.set(step, turn + 1);
    return scripted[Math.min(turn, scripted.length - 1)] ?? good;
  };

  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, script, answerFor, mails);
  });
  await once(server.listen(script.port ?? 0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, url: `smtp://127.0.0.1:${port}`, mails, connections: () => connections, close };
}

function converse(socket: Socket, script: SmtpScript, answerFor: AnswerFor, mails: ReceivedMail[]): void {
  let buffer = Buffer.alloc(0);
  let inMessage: 'no' | 'begins' | 'yes' = 'no';
  let client = '';
  let mail: ReceivedMail = { from: '', to: [], raw: Buffer.alloc(0) };
  /** Late replies keep their order. */
  let said = Promise.resolve();

  const say = (answer: Answer): string => {
    const { then, reply, waitMs = 0 } = typeof answer === 'string' ? { reply: answer } : answer;
    const write = (): void => {
      if (reply) socket.write(`${reply}\r\n`);
      if (then === 'close') socket.end();
    };
    said = said.then(() => new Promise<void>((resolve) => void (waitMs > 0 ? setTimeout(resolve, waitMs) : resolve()))).then(write);
    return reply ?? '';
  };
  const command = (line: string): void => {
    const step = line.slice(0, 4).toUpperCase() === 'STAR' ? 'STARTTLS' : line.slice(0, 4).toUpperCase().trim();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (step === 'EHLO' || step === 'HELO') client = line.slice(5);
    const nobody = step === 'DATA' && script.DATA === undefined && mail.to.length === 0;
    const reply = say(nobody ? '554 5.5.1 No valid recipients' : answerFor(step, address, client));
    if (step === 'MAIL') mail = { from: address, to: [], raw: Buffer.alloc(0) };
    if (step === 'RCPT' && reply.startsWith('2')) mail.to.push(address);
    if (step === 'DATA' && reply.startsWith('3')) inMessage = 'begins';
    if (step === 'QUIT') void said.then(() => socket.end());
  };
  const message = (): boolean => {
    if (inMessage === 'begins' && buffer.length > 0) {
      inMessage = 'yes';
      say(answerFor('body', '', client));
    }
    if (script.closeAfterBytes !== undefined && buffer.length >= script.closeAfterBytes) {
      socket.destroy();
      return false;
    }
    const end = buffer.indexOf('\r\n.\r\n');
    if (end < 0) return false;
    const kept = script.headersOnly ? buffer.indexOf('\r\n\r\n') : end;
    mail.raw = Buffer.from(buffer.toString('latin1', 0, kept + 2).replace(/^\.\./gm, '.'), 'latin1');
    buffer = buffer.subarray(end + 5);
    inMessage = 'no';
    const answer = answerFor('end', '', client);
    if (say(answer).startsWith('2') || (typeof answer === 'object' && answer.taken) || script.taken) mails.push(mail);
    return true;
  };

  say(answerFor('greeting', '', ''));
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      if (inMessage !== 'no') {
        if (!message()) return;
        continue;
      }
      const end = buffer.indexOf('\r\n');
      if (end < 0) return;
      const line = buffer.toString('latin1', 0, end);
      buffer = buffer.subarray(end + 2);
      command(line);
    }
  });
}
