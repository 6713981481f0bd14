// Floor of the deliveries: a bare BullMQ queue whose jobs send a ready mail with nodemailer. No rows, no states, no letter.
// Arguments: address of the database, of Redis (or ''), port of the mail server, concurrency.
// Told over IPC: {prepare: sizes} fills the paused queue, {resume: true} lets it go, {one: size} adds one job at once.
import { Queue, Worker } from 'bullmq';
import { createTransport } from 'nodemailer';
import { QueueBackend } from '../../dist/platform/queue-backend.adapter.js';
import { WORKER_OPTIONS } from '../../dist/platform/workers.service.js';

const [databaseUrl, redisUrl, smtpPort, concurrency] = process.argv.slice(2);
const NAME = 'floor';
const { options: backend } = new QueueBackend(databaseUrl, redisUrl || null, 6, 1);
const transport = createTransport({ host: '127.0.0.1', port: Number(smtpPort), ignoreTLS: true });
const LINE = `${'A'.repeat(76)}\r\n`;
/** @type {Map<number, Buffer>} */
const mails = new Map();

/** A mail of so many bytes. */
function mailOf(size) {
  const head = 'From: a@certdesk.example\r\nTo: b@example.ru\r\nSubject: floor\r\nMessage-ID: <floor@certdesk.example>\r\n\r\n';
  const mail = mails.get(size) ?? Buffer.from(head + LINE.repeat(Math.max(1, Math.round((size - head.length) / LINE.length))));
  mails.set(size, mail);
  return mail;
}

const queue = new Queue(NAME, backend);
const worker = new Worker(
  NAME,
  async (job) => {
    await transport.sendMail({ envelope: { from: 'a@certdesk.example', to: ['b@example.ru'] }, raw: mailOf(job.data.size) });
  },
  { ...backend, ...WORKER_OPTIONS, autorun: true, concurrency: Number(concurrency) },
);
worker.on('error', (error) => process.stderr.write(`${error.message}\n`));
const jobs = (sizes) => sizes.map((size) => ({ name: NAME, data: { size }, opts: { removeOnComplete: true, removeOnFail: 1000 } }));

/** Answers when it began: the floor of «201 → 250» counts from before the job is added, as Certdesk adds its jobs after the commit. */
const handle = async (message) => {
  const begun = performance.timeOrigin + performance.now();
  if (message.prepare) {
    await queue.pause();
    await queue.addBulk(jobs(message.prepare));
  }
  if (message.resume) await queue.resume();
  if (message.one) await queue.addBulk(jobs([message.one]));
  process.send({ begun });
};
process.on('message', (message) => void handle(message).catch((error) => process.send({ error: error.message })));
process.on('disconnect', () => process.exit());
await worker.waitUntilReady();
process.send({ ready: true });
