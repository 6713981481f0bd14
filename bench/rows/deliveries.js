import { Queue } from 'bullmq';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { queueBackend } from '../../dist/platform/queue-backend.adapter.js';
import { ask, hear, helper, startCertdesk, stop } from '../support/children.js';
import { median, percentile, ROUNDS } from '../support/statistics.js';
import { rate, time } from '../support/table.js';

/** Each case makes three mails: the letter, the notice «received», the notice «sent». */
const CASES = 40;
const MAILS_PER_CASE = 3;
const MAILS = CASES * MAILS_PER_CASE;
const SINGLE_CASES = 30;
const AGENCY = 'goszakaz@72to.ru';
/** The default of WORKER_CONCURRENCY. */
const CONCURRENCY = '8';

/**
 * Deliveries on one backend: as fast as it goes, and one at a time at rest.
 * @param {import('../support/lab.js').Lab} lab
 * @param {import('../support/smtp-sink.js').SmtpSink} sink
 * @param {string | null} redisUrl `null` = BullMQ on PostgreSQL
 */
export async function deliveryRows(lab, sink, redisUrl) {
  const backend = redisUrl === null ? 'postgres' : 'redis';
  const databaseUrl = await lab.database(`deliveries_${backend}`);
  const env = {
    DATABASE_URL: databaseUrl,
    LETTER_SIGNATURE: 'optional',
    SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    MAIL_FROM: 'certdesk@certdesk.example',
    WORKER_CONCURRENCY: CONCURRENCY,
    ...(redisUrl && { REDIS_URL: redisUrl }),
  };
  const start = (role) => startCertdesk({ ...env, ROLE: role, DATA_DIR: join(lab.folder, `${backend}-${role}`) });
  const client = helper('support/post-client.js');
  const [web, worker] = [await start('web'), await start('worker')];
  const floor = helper('floors/deliver.js', [await lab.database(`floor_${backend}`), redisUrl ?? '', String(sink.port), CONCURRENCY]);
  await hear(floor);

  const queue = new Queue('deliver', queueBackend(databaseUrl, redisUrl, 2));
  const post = (count) => ask(client, { port: web.port, clients: 4, seconds: 60, limit: count });
  const ours = {
    prepare: async () => {
      await queue.pause();
      await post(CASES);
      await pause(300); // Until the last hand-over has reached the queue.
    },
    go: () => queue.resume(),
  };
  const sizes = await warmUp(ours, sink);
  const bare = { prepare: () => ask(floor, { prepare: sizes }), go: () => ask(floor, { resume: true }) };
  await throughput(bare, sink);
  const rates = { ours: [], floor: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.ours.push(await throughput(ours, sink));
    rates.floor.push(await throughput(bare, sink));
  }

  const waits = { ours: [], floor: [] };
  for (let index = 0; index < SINGLE_CASES; index++) {
    waits.ours.push(await single(sink, MAILS_PER_CASE, async () => void (await post(1)), ({ to }) => to.includes(AGENCY)));
    waits.floor.push(await single(sink, 1, async () => (await ask(floor, { one: sizes[0] })).begun, () => true));
  }
  await queue.close();
  await Promise.all([floor, web.child, worker.child, client].map(stop));
  const label = `BullMQ on ${redisUrl === null ? 'PostgreSQL' : 'Redis'}`;
  return [
    rate(`deliveries, ${label}`, '/s', median(rates.ours), median(rates.floor), `${MAILS} mails a round: letters with PDF and zip, notices`),
    time(`201 → 250 at rest, p50, ${label}`, percentile(waits.ours, 0.5), percentile(waits.floor, 0.5), 'floor: job handed to the queue → 250'),
    time(`201 → 250 at rest, p95, ${label}`, percentile(waits.ours, 0.95), percentile(waits.floor, 0.95)),
  ];
}

/** One load that does not count; gives the sizes of its mails for the floor, the letter's first. */
async function warmUp(ours, sink) {
  await throughput(ours, sink);
  return sink.taken.map(({ bytes }) => bytes).sort((a, b) => b - a);
}

/** Mails a second, from the moment the queue may go until the last 250. */
async function throughput({ prepare, go }, sink) {
  sink.reset();
  await prepare();
  const from = performance.timeOrigin + performance.now();
  await go();
  await sink.until((taken) => taken.length >= MAILS);
  return (MAILS / (sink.taken[MAILS - 1].at - from)) * 1000;
}

/** Milliseconds from the commit to the 250 of the mail that `isIt`; then waits for the others, and a little, so that all is at rest. */
async function single(sink, mails, begin, isIt) {
  sink.reset();
  const from = (await begin()) ?? performance.timeOrigin + performance.now();
  await sink.until((taken) => taken.length >= mails);
  const at = sink.taken.find(isIt)?.at ?? Number.NaN;
  await pause(60);
  return Math.max(0, at - from);
}
