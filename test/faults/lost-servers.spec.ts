import { eventually } from '../support/app.js';
import { isRunning, killStarted, startService } from '../support/process.js';
import { startRedis } from '../support/redis.js';
import { startScriptedSmtp, startSmtpSink } from '../support/smtp-sink.js';
import { submit, submitted } from './applicant.js';
import { layCable } from './cable.js';
import { AGENCY, capturedLetters, print, tally, type Tally } from './ledger.js';
import { MailScene } from './mail-scene.js';
import { newPlace } from './place.js';

const CASES = 6;

const readiness = (baseUrl: string): Promise<number> => fetch(`${baseUrl}/health/ready`).then(({ status }) => status);

describe('the service', () => {
  const lines: Record<string, Tally> = {};

  afterAll(async () => {
    await killStarted();
    print('lost servers', lines);
  });

  it('answers 503 while PostgreSQL is away, and goes on when it is back', async () => {
    const place = await newPlace();
    const url = new URL(place.databaseUrl);
    const cable = await layCable(Number(url.port));
    url.port = String(cable.port);
    const service = await startService({ ...place.env, DATABASE_URL: url.href });
    const before = await submitted(service.baseUrl);
    cable.cut();
    expect(await readiness(service.baseUrl)).toBe(503);
    const answer = await fetch(`${service.baseUrl}/api/v1/cases/${before.number}`, { headers: { authorization: `Bearer ${before.accessKey}` } });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
    expect(await submit(service.baseUrl)).toBeNull();
    // Long enough for every timer of workers and sweep to run into the void.
    await eventually(async () => service.stdout().includes('sweep failed'));
    expect(isRunning(service.pid)).toBe(true);
    cable.mend();
    await eventually(async () => (await readiness(service.baseUrl)) === 200);
    const after = await submitted(service.baseUrl);
    await place.ledger.letTimePass();
    await eventually(() => place.ledger.atRest(), 45_000);
    const numbers = [before.number, after.number];
    lines['PostgreSQL away'] = tally(numbers, await capturedLetters(place.dataDir), await place.ledger.deliveries(), 2);
    expect(lines['PostgreSQL away']).toEqual({ submitted: 2, acknowledged: 2, delivered: 2, duplicates: 0, lost: 0, uncertain: 0 });
    expect(service.stderr()).toBe('');
    expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await cable.close();
    await place.leave();
  }, 90_000);

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
    expect(lines['Redis wiped, then dead']).toEqual({ submitted: CASES + 1, acknowledged: CASES + 1, delivered: CASES + 1, duplicates: 0, lost: 0, uncertain: 0 });
    expect(stderr).toBe('');
    await redis.stop();
  }, 120_000);

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
    expect(lines['one of two workers killed']).toEqual({ submitted: 1, acknowledged: 1, delivered: 1, duplicates: 0, lost: 0, uncertain: 0 });
    expect(await web.signal('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 90_000);
});
