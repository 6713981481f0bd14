import { Queue } from 'bullmq';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { queueBackend } from '../../dist/platform/queue-backend.adapter.js';
import { ask, hear, helper, startCertdesk, stop } from '../support/children.js';
import { PostfixServer } from '../support/postfix-server.js';
import { median, percentile, ROUNDS } from '../support/statistics.js';
import { rate, skipped, time } from '../support/table.js';

/** Each case makes three mails: the letter, the notice «received», the notice «sent». */
const CASES = 40;
const MAILS_PER_CASE = 3;
const SINGLE_CASES = 30;
const AGENCY = 'goszakaz@72to.ru';
/** Whoever gets the mails of a case, and those of the floor. */
const RECIPIENTS = [AGENCY, 'ivanova@example.ru', 'b@example.ru'];
/** The default of WORKER_CONCURRENCY. */
const CONCURRENCY = '8';
const BURST_PATIENCE_MS = 900_000;

const label = (redisUrl) => `BullMQ on ${redisUrl === null ? 'PostgreSQL' : 'Redis'}`;

/**
 * Deliveries on one backend: as fast as it goes, and one at a time at rest.
 * @param {import('../support/lab.js').Lab} lab
 * @param {import('../support/smtp-sink.js').SmtpSink} sink
 * @param {string | null} redisUrl `null` = BullMQ on PostgreSQL
 */
export async function deliveryRows(lab, sink, redisUrl) {
  const stage = await Stage.open(lab, sink, redisUrl, `deliveries_${redisUrl === null ? 'postgres' : 'redis'}`);
  const rates = await stage.turns();
  const waits = { ours: [], floor: [] };
  for (let index = 0; index < SINGLE_CASES; index++) {
    waits.ours.push(await stage.single(MAILS_PER_CASE, async () => void (await stage.post(1)), ({ to }) => to.includes(AGENCY)));
    waits.floor.push(await stage.single(1, async () => (await ask(stage.floor, { one: stage.sizes[0] })).begun, () => true));
  }
  await stage.close();
  return [
    rate(`deliveries, ${label(redisUrl)}`, '/s', rates.ours, rates.floor, `${CASES * MAILS_PER_CASE} mails a round: letters with PDF and zip, notices`),
    time(`201 → 250 at rest, p50, ${label(redisUrl)}`, percentile(waits.ours, 0.5), percentile(waits.floor, 0.5), 'floor: job handed to the queue → 250'),
    time(`201 → 250 at rest, p95, ${label(redisUrl)}`, percentile(waits.ours, 0.95), percentile(waits.floor, 0.95), 'goal ≤ 300 ms'),
  ];
}

/**
 * Deliveries to a real Postfix, against the same mails by nodemailer alone.
 * @param {import('../support/lab.js').Lab} lab
 */
export async function postfixRows(lab) {
  const name = 'deliveries to Postfix';
  if (!PostfixServer.available()) return [skipped(name, 'Postfix is not installed, or this is not root')];
  const server = await new PostfixServer().open(lab.folder, RECIPIENTS);
  try {
    const stage = await Stage.open(lab, server, null, 'deliveries_postfix');
    const rates = await stage.turns();
    await stage.close();
    return [rate(name, '/s', rates.ours, rates.floor, `${CASES * MAILS_PER_CASE} mails a round into mailboxes on loopback; floor: a bare queue and nodemailer`)];
  } finally {
    server.close();
  }
}

/**
 * Thousands of cases that came while no worker worked.
 * @param {import('../support/lab.js').Lab} lab
 * @param {import('../support/smtp-sink.js').SmtpSink} sink
 * @param {string | null} redisUrl
 * @param {number} cases
 */
export async function burstRows(lab, sink, redisUrl, cases) {
  const stage = await Stage.open(lab, sink, redisUrl, `burst_${redisUrl === null ? 'postgres' : 'redis'}`);
  await stage.warmUp();
  sink.reset();
  const floor = await stage.drain(stage.bare, cases);
  const ours = await stage.drain(stage.ours, cases);
  const [wait] = await stage.ask(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY sent_at) - $1 AS p50, percentile_cont(0.95) WITHIN GROUP (ORDER BY sent_at) - $1 AS p95
       FROM (SELECT extract(epoch FROM sent_at) * 1000 AS sent_at FROM deliveries WHERE notice IS NULL AND sent_at >= to_timestamp($1 / 1000.0)) letters`,
    [ours.from],
  );
  await stage.close();
  const of = `${cases} cases, ${cases * MAILS_PER_CASE} mails, ${label(redisUrl)}`;
  return [
    rate(`burst, ${label(redisUrl)}`, '/s', ours.perSecond, floor.perSecond, `${of}, drained in ${Math.round(ours.ms / 1000)} s (floor ${Math.round(floor.ms / 1000)} s)`),
    time(`burst, letter's wait, p50, ${label(redisUrl)}`, wait.p50, null, 'from the moment the worker may go'),
    time(`burst, letter's wait, p95, ${label(redisUrl)}`, wait.p95),
  ];
}

/** A web process, a worker and the floor on one database, in front of one mail server. */
class Stage {
  /** Sizes of the mails of {@link CASES} cases, the letters' first. */
  sizes = [];

  static async open(lab, server, redisUrl, name) {
    const databaseUrl = await lab.database(name);
    const env = {
      DATABASE_URL: databaseUrl,
      LETTER_SIGNATURE: 'optional',
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      MAIL_FROM: 'certdesk@certdesk.example',
      WORKER_CONCURRENCY: CONCURRENCY,
      ...(redisUrl && { REDIS_URL: redisUrl }),
    };
    const stage = new Stage();
    const start = (role) => startCertdesk({ ...env, ROLE: role, DATA_DIR: join(lab.folder, `${name}-${role}`) });
    stage.server = server;
    stage.client = helper('support/post-client.js');
    [stage.web, stage.worker] = [await start('web'), await start('worker')];
    stage.floor = helper('floors/deliver.js', [await lab.database(`${name}_floor`), redisUrl ?? '', String(server.port), CONCURRENCY]);
    await hear(stage.floor);
    stage.queue = new Queue('deliver', queueBackend(databaseUrl, redisUrl, 2));
    stage.database = new pg.Client({ connectionString: databaseUrl });
    stage.database.on('error', () => undefined); // The server may be ended under it when something fails.
    await stage.database.connect();
    return stage;
  }

  post(count) {
    return ask(this.client, { port: this.web.port, clients: 4, seconds: BURST_PATIENCE_MS / 1000, limit: count });
  }

  async ask(sql, values) {
    return (await this.database.query(sql, values)).rows;
  }

  /** What fills the paused queue with the mails of so many cases, and lets it go. */
  ours = {
    prepare: async (cases) => {
      await this.queue.pause();
      await this.post(cases);
      await pause(300); // Until the last hand-over has reached the queue.
    },
    go: () => this.queue.resume(),
  };

  bare = {
    prepare: async (cases) => {
      for (let left = cases; left > 0; left -= CASES) await ask(this.floor, { prepare: this.sizes.slice(0, MAILS_PER_CASE * Math.min(left, CASES)) });
    },
    go: () => ask(this.floor, { resume: true }),
  };

  /** One load that does not count; its mails give the sizes of the floor's. */
  async warmUp() {
    await this.drain(this.ours, CASES);
    this.sizes = this.server.taken.map(({ bytes }) => bytes).sort((a, b) => b - a);
    await this.drain(this.bare, CASES);
  }

  /** Medians of mails a second; ours and the floor take turns. */
  async turns() {
    await this.warmUp();
    const rates = { ours: [], floor: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push((await this.drain(this.ours, CASES)).perSecond);
      rates.floor.push((await this.drain(this.bare, CASES)).perSecond);
    }
    return { ours: median(rates.ours), floor: median(rates.floor) };
  }

  /** From the moment the queue may go until the last 250. */
  async drain({ prepare, go }, cases) {
    const mails = cases * MAILS_PER_CASE;
    this.server.reset();
    await prepare(cases);
    const from = performance.timeOrigin + performance.now();
    await go();
    await this.server.until((taken) => taken.length >= mails, BURST_PATIENCE_MS);
    const ms = this.server.taken[mails - 1].at - from;
    return { from, ms, perSecond: (mails / ms) * 1000 };
  }

  /** Milliseconds from the commit to the 250 of the mail that `isIt`; then waits for the others, and a little, so that all is at rest. */
  async single(mails, begin, isIt) {
    this.server.reset();
    const from = (await begin()) ?? performance.timeOrigin + performance.now();
    await this.server.until((taken) => taken.length >= mails);
    const at = this.server.taken.find(isIt)?.at ?? Number.NaN;
    await pause(60);
    return Math.max(0, at - from);
  }

  async close() {
    await this.queue.close();
    await this.database.end();
    await Promise.all([this.floor, this.web.child, this.worker.child, this.client].map(stop));
  }
}
