import { eventually } from '../support/app.js';
import { isRunning, killStarted, startService } from '../support/process.js';
import { startRedis } from '../support/redis.js';
import { startScriptedSmtp, startSmtpSink } from '../support/smtp-sink.js';
import { send, submitted } from './applicant.js';
import { layCable } from './cable.js';
import { chance, SEED } from './chance.js';
import { AGENCY, capturedLetters, tally, type Tally } from './ledger.js';
import { MailScene } from './mail-scene.js';
import { report } from './report.js';
import { newPlace, pause } from './place.js';

const CASES = 6;
const CUTS = 3;

/** An answer that does not come at all is a fault too. */
const ask = (url: string, headers: Record<string, string> = {}): Promise<Response> => fetch(url, { headers, signal: AbortSignal.timeout(15_000) });
const readiness = (baseUrl: string): Promise<number> => ask(`${baseUrl}/health/ready`).then(({ status }) => status);

describe('the service', () => {
  const lines: Record<string, Tally> = {};

  afterAll(async () => {
    await killStarted();
    report('Lost servers', lines);
  });

  it('answers 503 while PostgreSQL is away, and goes on when it is back', async () => {
    const place = await newPlace();
    const url = new URL(place.databaseUrl);
    const cable = await layCable(Number(url.port));
    url.port = String(cable.port);
    const service = await startService({ ...place.env, DATABASE_URL: url.href });
    const random = chance(SEED);
    const acknowledged = [await submitted(service.baseUrl)];
    for (let cut = 0; cut < CUTS; cut++) {
      const inFlight = Array.from({ length: 4 }, () => send(service.baseUrl));
      await pause(random() * 150);
      cable.cut();
      expect(await readiness(service.baseUrl)).toBe(503);
      const [first] = acknowledged;
      const answer = await ask(`${service.baseUrl}/api/v1/cases/${first?.number}`, { authorization: `Bearer ${first?.accessKey}` });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'unavailable' });
      expect((await send(service.baseUrl)).status).toBe(503);
      for (const { status, acknowledged: made } of await Promise.all(inFlight)) {
        expect([201, 503]).toContain(status);
        if (made) acknowledged.push(made);
      }
      expect(isRunning(service.pid)).toBe(true);
      // Long enough for every timer of workers and sweep to run into the void.
      if (cut === 0) await eventually(async () => service.stdout().includes('sweep failed'));
      cable.mend();
      await eventually(async () => (await readiness(service.baseUrl)) === 200);
    }
    acknowledged.push(await submitted(service.baseUrl));
    await place.ledger.letTimePass();
    // An attempt that was cut off is only known of, and put off, when it is taken over.
    await eventually(async () => {
      await place.ledger.comeDue();
      return place.ledger.atRest();
    });
    const numbers = acknowledged.map(({ number }) => number);
    const line = tally(numbers, await capturedLetters(place.dataDir), await place.ledger.deliveries(), 2 + 4 * CUTS);
    lines['PostgreSQL away'] = line;
    // A case whose answer was lost with the connection may be there too, and is delivered as well.
    expect(line).toMatchObject({ duplicates: 0, lost: 0, uncertain: 0, falseSent: 0 });
    expect(line.delivered).toBe(await place.ledger.count('cases'));
    expect(service.stderr()).toBe('');
    expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await cable.close();
    await place.leave();
  });

  it('delivers everything once when Redis loses its queues, and when it dies and comes back empty', async () => {
    let redis = await startRedis();
    const scene = await MailScene.open(await startSmtpSink({ delay: 300 }), { REDIS_URL: redis.url, WORKER_CONCURRENCY: '2' });
    for (let number = 0; number < CASES; number++) await scene.submit();
    await redis.command('FLUSHALL');
    await eventually(() => scene.place.ledger.atRest(), 60_000);
    await redis.stop();
    const orphan = await scene.submit();
    redis = await startRedis(redis.port);
    await eventually(() => scene.place.ledger.atRest(), 60_000);
    expect(orphan.number).toMatch(/^\d{4}-\d{6}$/);
    expect(await readiness(scene.service.baseUrl)).toBe(200);
    const stderr = scene.service.stderr();
    lines['Redis wiped, then dead'] = await scene.close();
    expect(lines['Redis wiped, then dead']).toEqual({ submitted: CASES + 1, acknowledged: CASES + 1, delivered: CASES + 1, duplicates: 0, lost: 0, uncertain: 0, falseSent: 0 });
    expect(stderr).toBe('');
    await redis.stop();
  });

  it('with one web and two workers goes on when one worker is killed', async () => {
    let silent = false;
    const sink = await startScriptedSmtp({
      RCPT: (address) => {
        if (address !== AGENCY || silent) return '250 Ok';
        silent = true;
        return { then: 'silence' };
      },
    });
    const scene = await MailScene.open(sink, { ROLE: 'worker', WORKER_CONCURRENCY: '1' });
    const web = await scene.start({ ROLE: 'web' });
    await scene.submit(web.baseUrl);
    await scene.letterIs({ state: 'sending' });
    await eventually(async () => silent);
    const second = await scene.start();
    await scene.kill();
    scene.service = second;
    // Nothing helps here: the lock and the lease have to run out by themselves.
    await scene.letterIs({ state: 'sent', attempts: 2 }, 30_000);
    lines['one of two workers killed'] = await scene.close();
    expect(lines['one of two workers killed']).toEqual({ submitted: 1, acknowledged: 1, delivered: 1, duplicates: 0, lost: 0, uncertain: 0, falseSent: 0 });
    expect(await web.signal('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});
