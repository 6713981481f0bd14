import { Queue } from 'bullmq';
import { readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { QueueBackend } from '../../dist/platform/queue-backend.adapter.js';
import { CASE, exampleCertificate } from '../support/case-request.js';
import { startCertdesk, stop } from '../support/children.js';
import { rate, skipped } from '../support/table.js';

/** RT takes a few tickets a second, whoever asks: few are enough to see that. */
const TICKETS = 12;
/** RT's web processes in the tests' set-up. */
const CONCURRENCY = 3;
const NAME = 'tickets into RT';

/**
 * Tickets into a real RT (test/support/peers/up.sh), against the same two calls (search, create) without our code.
 * @param {import('../support/lab.js').Lab} lab
 */
export async function ticketRows(lab) {
  const rt = peer();
  if (!rt) return [skipped(NAME, 'RT does not run: test/support/peers/up.sh')];
  const databaseUrl = await lab.database('tickets');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  // Numbers of earlier runs stand in RT already.
  await client.query(`CREATE SEQUENCE case_numbers_${new Date().getFullYear()} START ${randomInt(100_000, 900_000)}`);
  const { child, port } = await startCertdesk({
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(lab.folder, 'tickets'),
    WORKER_CONCURRENCY: String(CONCURRENCY),
    SERVICE_DESK: 'rt',
    SERVICE_DESK_URL: rt.url,
    SERVICE_DESK_TOKEN: rt.token,
    SERVICE_DESK_QUEUE: rt.queue,
  });
  const backend = new QueueBackend(databaseUrl, null, 2);
  const queue = new Queue('deliver', backend.options);
  const sent = async () => (await client.query("SELECT count(*)::int AS count FROM deliveries WHERE channel = 'service-desk' AND state = 'sent'")).rows[0].count;

  await queue.pause();
  for (let index = 0; index < TICKETS; index++) await post(port);
  await pause(300); // Until the last hand-over has reached the queue.
  const from = performance.now();
  await queue.resume();
  while ((await sent()) < TICKETS) await pause(20);
  const ours = (TICKETS / (performance.now() - from)) * 1000;
  await queue.close();
  await backend.onApplicationShutdown();
  await stop(child);
  await client.end();

  const begun = performance.now();
  let left = TICKETS;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (left-- > 0) await bare(rt);
    }),
  );
  const floor = (TICKETS / (performance.now() - begun)) * 1000;
  return [rate(NAME, '/s', ours, floor, `${TICKETS} tickets with a zip, ${CONCURRENCY} at once; floor: search and create alone. Notices are among ours`)];
}

function peer() {
  try {
    return JSON.parse(readFileSync(join(process.env['PEERS_DIR'] ?? '/var/lib/certdesk-peers', 'rt.json'), 'utf8'));
  } catch {
    return null;
  }
}

async function post(port) {
  const form = new FormData();
  form.set('case', JSON.stringify({ ...CASE, facts: { ...CASE.facts, userBlocked: 'yes' } }));
  form.set('certificate', new Blob([exampleCertificate()]), 'ivanova.cer');
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/cases`, { method: 'POST', body: form });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
}

async function bare({ url, token, queue }) {
  const headers = { authorization: `token ${token}` };
  const number = `${randomInt(3000, 9999)}-${randomInt(100_000, 999_999)}`;
  const query = new URLSearchParams({ query: `Queue = '${queue}' AND Subject LIKE '${number}'`, fields: 'Subject', orderby: 'id', order: 'ASC', per_page: '100' });
  await (await fetch(`${url}/REST/2.0/tickets?${query}`, { headers })).json();
  const form = new FormData();
  form.set('JSON', JSON.stringify({ Queue: queue, Subject: `Пользователь заблокирован — обращение № ${number}`, Requestor: 'ivanova@example.ru', Content: 'Текст\n'.repeat(30), ContentType: 'text/plain' }));
  form.append('Attachments', new Blob([Buffer.alloc(2048)], { type: 'application/zip' }), 'Сертификат.zip');
  const answer = await fetch(`${url}/REST/2.0/ticket`, { method: 'POST', headers, body: form });
  if (answer.status !== 201) throw new Error(`RT: ${answer.status}`);
  await answer.json();
}
