import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { submitted } from '../faults/applicant.js';
import { capturedLetters, Ledger } from '../faults/ledger.js';
import { startInstance, type Instance } from './instance.js';

describe.each(['PostgreSQL', 'Redis'])('queues on %s', (backend) => {
  let redis: TestRedis | null = null;
  let database: TestDatabase;
  let dataDir: string;
  let ledger: Ledger;
  let web: Instance;
  let queue: Queue;
  let worker: Instance | null = null;
  const numbers: string[] = [];

  const start = (ROLE: string): Promise<Instance> => startInstance(database.url, { DATA_DIR: dataDir, ROLE, ...(redis && { REDIS_URL: redis.url }) });
  const makeCases = async (count: number): Promise<void> => {
    for (let made = 0; made < count; made++) numbers.push((await submitted(web.baseUrl)).number);
  };
  const handedOver = (count: number): Promise<unknown> => eventually(async () => (await waiting()) === count);
  const waiting = (): Promise<number> => queue.getJobCountByTypes('waiting', 'active');
  const allSentOnce = async (): Promise<void> => {
    await eventually(() => ledger.atRest());
    expect((await capturedLetters(dataDir)).sort()).toEqual([...numbers].sort());
    expect(new Set((await ledger.deliveries()).map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(new Set(['sent 1']));
  };

  beforeAll(async () => {
    redis = backend === 'Redis' ? await startRedis() : null;
    database = await cloneDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'certdesk-queues-'));
    ledger = new Ledger(database.url);
    web = await start('web');
    queue = web.app.get<Queue>(getQueueToken('deliver'), { strict: false });
  });
  afterEach(async () => {
    await worker?.app.close();
    worker = null;
  });
  afterAll(async () => {
    await web.app.close();
    await ledger.close();
    await database.drop();
    await redis?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('get the work as soon as it is committed, and give it to a worker', async () => {
    await makeCases(2);
    await handedOver(4);
    worker = await start('worker');
    await allSentOnce();
  });

  it('are rebuilt from the rows after they were wiped', async () => {
    await makeCases(3);
    await handedOver(6);
    await (redis ? redis.command('FLUSHALL') : ledger.wipeQueues());
    expect(await waiting()).toBe(0);
    worker = await start('worker');
    await allSentOnce();
  });

  it('keep the jobs they have when the sweep comes by', async () => {
    await makeCases(2);
    await handedOver(4);
    await queue.pause();
    await ledger.ageHandOvers();
    worker = await start('worker');
    await eventually(async () => (await ledger.sweptRounds()).length === 4);
    expect(await ledger.sweptRounds()).toEqual([0, 0, 0, 0]);
    await queue.resume();
    await allSentOnce();
  });

  it('may give the same work twice: it is done once', async () => {
    await makeCases(1);
    await handedOver(2);
    const jobs = await queue.getWaiting();
    await queue.addBulk(jobs.flatMap(({ name, data }) => [1, 2].map((copy) => ({ name, data: data as object, opts: { jobId: `copy-${copy}-${(data as { outboxId: string }).outboxId}` } }))));
    worker = await start('worker');
    await allSentOnce();
    await handedOver(0);
    await allSentOnce();
  });
});
