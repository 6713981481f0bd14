import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/embedded-postgres.adapter.js';
import { eventually } from '../../support/app.js';
import { isRunning, killStarted, startService } from '../../support/process.js';
import { startScriptedSmtp } from '../../support/smtp-sink.js';
import { send, submitted } from '../applicant.js';
import { layCable } from '../cable.js';
import { chance, SEED } from '../chance.js';
import { auditMail, Ledger, type Tally } from '../ledger.js';
import { newPlace, pause } from '../place.js';
import { CLEAN, report } from '../report.js';

const KILLS_OF_POSTGRES = 4;
const AT_ONCE = 4;

describe('PostgreSQL', () => {
  const lines: Record<string, Tally> = {};

  afterAll(async () => {
    await killStarted();
    report('PostgreSQL killed', lines);
  });

  it('that is killed with kill -9 under load loses nothing that was acknowledged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certdesk-postgres-'));
    await chmod(folder, 0o755);
    // With the settings of production: what it has committed it has on the disk.
    let database = await startEmbeddedPostgres(folder, 'test');
    const cable = await layCable(Number(new URL(database.url).port));
    const through = new URL(database.url);
    through.port = String(cable.port);
    const place = await newPlace();
    const sink = await startScriptedSmtp({});
    const service = await startService({ ...place.env, DATABASE_URL: through.href, SMTP_URL: sink.url, MAIL_FROM: 'certdesk@example.ru' });
    const random = chance(SEED);
    const numbers = [(await submitted(service.baseUrl)).number];
    let asked = 1;
    for (let kill = 0; kill < KILLS_OF_POSTGRES; kill++) {
      const inFlight = Array.from({ length: AT_ONCE }, () => send(service.baseUrl).catch(() => null));
      asked += AT_ONCE;
      await pause(random() * 400);
      const postmaster = Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(postmaster, 'SIGKILL');
      for (const answer of await Promise.all(inFlight)) {
        if (answer) expect([201, 503]).toContain(answer.status);
        if (answer?.acknowledged) numbers.push(answer.acknowledged.number);
      }
      await database.stop();
      // Its children notice that it is gone, and end.
      database = await eventually(() => startEmbeddedPostgres(folder, 'test').catch(() => null), 60_000);
      cable.cut();
      cable.mend(Number(new URL(database.url).port));
      expect({ runs: isRunning(service.pid), said: service.stderr() }).toEqual({ runs: true, said: '' });
      await eventually(async () => (await fetch(`${service.baseUrl}/health/ready`)).status === 200, 60_000);
    }
    const ledger = new Ledger(database.url);
    // Leases and waits run out by themselves.
    await eventually(() => ledger.atRest(), 180_000);
    const { letters, notices } = auditMail(numbers, sink.mails, await ledger.deliveries(), asked);
    Object.assign(lines, { 'PostgreSQL killed: letters': letters, 'PostgreSQL killed: notices': notices });
    expect([letters, notices]).toMatchObject([CLEAN, CLEAN]);
    expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await ledger.close();
    await cable.close();
    await database.stop();
    await sink.close();
    await place.leave();
    await rm(folder, { recursive: true, force: true });
  }, 600_000);
});
