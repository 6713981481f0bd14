import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, freePort, hear, helper, startCertdesk, stop } from '../support/children.js';
import { median, percentile, ROUNDS } from '../support/statistics.js';
import { rate, time } from '../support/table.js';

const CLIENTS = [1, 4, 16];
const SECONDS = 1;
const LIMIT = 1500;

/**
 * `POST cases` over loopback, everything committed, beside a bare handler that writes the same rows.
 * @param {import('../support/lab.js').Lab} lab
 * @param {import('../support/smtp-sink.js').SmtpSink} sink takes the notices of the process that also works
 */
export async function postCaseRows(lab, sink) {
  const smtp = { SMTP_URL: `smtp://127.0.0.1:${sink.port}`, MAIL_FROM: 'certdesk@certdesk.example' };
  const app = async (name, role) => startCertdesk({ ROLE: role, DATABASE_URL: await lab.database(name), DATA_DIR: join(lab.folder, name), ...smtp });
  const client = helper('support/post-client.js');
  const web = await app('web', 'web');
  await ask(client, { port: web.port, clients: 1, seconds: 1, limit: 1 });
  const floorPort = await freePort();
  const floor = helper('floors/post-case.js', [await lab.database('floor'), lab.postgres.url.replace(/\/[^/]*$/, '/web'), String(floorPort)]);
  await hear(floor);
  const all = await app('everything', 'all');
  const servers = { floor: { child: floor, port: floorPort }, web, all };
  const figures = await measure(client, sink, servers);
  await Promise.all([floor, web.child, all.child, client].map(stop));
  return rows(figures);
}

/** All servers in turn within each round, so that a slow moment of the machine meets all; the first round does not count. */
async function measure(client, sink, servers) {
  const figures = Object.fromEntries(Object.keys(servers).map((name) => [name, CLIENTS.map(() => ({ rates: [], p95s: [], cpu: [] }))]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, clients] of CLIENTS.entries()) {
      for (const [name, { child, port }] of Object.entries(servers)) {
        const before = cpuMs(child.pid);
        const { perSecond, latencies } = await ask(client, { port, clients, seconds: SECONDS, limit: LIMIT });
        const cpu = (cpuMs(child.pid) - before) / latencies.length;
        if (name === 'all') await quiet(sink);
        if (round < 0) continue;
        figures[name][index].rates.push(perSecond);
        figures[name][index].p95s.push(percentile(latencies, 0.95));
        figures[name][index].cpu.push(cpu);
      }
    }
  }
  return figures;
}

/** Processor time a process has used so far; not known where there is no /proc. */
function cpuMs(pid) {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Waits until no mail has come for a while: what one load left behind must not weigh on the next. */
async function quiet(sink) {
  for (let seen = -1; seen !== sink.taken.length; ) {
    seen = sink.taken.length;
    await pause(300);
  }
}

function rows({ floor, web, all }) {
  const of = (figures, index) => ({ perSecond: median(figures[index].rates), p95: median(figures[index].p95s) });
  const cpu = (figures) => median(figures.flatMap((figure) => figure.cpu));
  const loads = CLIENTS.flatMap((clients, index) => {
    const [ours, theirs, both] = [of(web, index), of(floor, index), of(all, index)];
    const name = `POST cases, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
    return [
      rate(name, '/s', ours.perSecond, theirs.perSecond, 'ROLE=web; goal ≥ 60 %'),
      time(`${name}, p95`, ours.p95, theirs.p95),
      rate(`${name}, ROLE=all`, '/s', both.perSecond, theirs.perSecond, 'the same process also sends the notices'),
      time(`${name}, ROLE=all, p95`, both.p95, theirs.p95),
    ];
  });
  return [...loads, time('POST cases, processor time of the web process', cpu(web), cpu(floor), 'per request; PostgreSQL not counted')];
}
