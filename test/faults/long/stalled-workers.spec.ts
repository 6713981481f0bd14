import { eventually } from '../../support/app.js';
import { killStarted } from '../../support/process.js';
import { startRedis } from '../../support/redis.js';
import { startScriptedSmtp } from '../../support/smtp-sink.js';
import type { Tally } from '../ledger.js';
import { CLEAN, report } from '../report.js';
import { Crew } from './crew.js';

const STEPS = ['MAIL', 'DATA', 'end'] as const;

describe('a worker that stands still until its lease has run out', () => {
  const lines: Record<string, Tally> = {};

  afterAll(async () => {
    await killStarted();
    report('Stalled workers', lines);
  });

  it.each(['PostgreSQL', 'Redis'])('and goes on beside the one that took over sends nothing twice, queues on %s', async (backend) => {
    const redis = backend === 'Redis' ? await startRedis() : null;
    const pids = new Map<string, number>();
    const stopped = new Set<string>();
    const stopAt = (step: (typeof STEPS)[number]) => (_address: string, client: string) => {
      const pid = pids.get(client);
      if (client !== `${step}.example` || pid === undefined || stopped.has(client)) return null;
      stopped.add(client);
      // It cannot read the answer to this any more, and will when it goes on.
      process.kill(pid, 'SIGSTOP');
      return null;
    };
    const sink = await startScriptedSmtp({ MAIL: stopAt('MAIL'), DATA: stopAt('DATA'), end: stopAt('end') });
    const crew = await Crew.gather(sink, { WORKER_CONCURRENCY: '1', ...(redis && { REDIS_URL: redis.url }) });
    const workers = await Promise.all(STEPS.map((step) => crew.worker(`${step}.example`)));
    STEPS.forEach((step, index) => pids.set(`${step}.example`, workers[index]?.pid ?? 0));
    await eventually(async () => {
      if (stopped.size < STEPS.length) await crew.submit();
      return stopped.size === STEPS.length;
    }, 60_000);
    await crew.worker('healthy.example');
    // Of the one that stood after the final dot nobody knows more.
    await crew.rest();
    const uncertain = async (): Promise<number> => (await crew.place.ledger.deliveries()).filter(({ state }) => state === 'uncertain').length;
    expect(await uncertain()).toBe(1);
    for (const { pid } of workers) process.kill(pid, 'SIGCONT');
    // Until it says so.
    await eventually(async () => (await uncertain()) === 0, 60_000);
    await crew.rest();
    const { letters, notices } = await crew.count();
    Object.assign(lines, { [`stalled on ${backend}: letters`]: letters, [`stalled on ${backend}: notices`]: notices });
    expect([letters, notices]).toMatchObject([{ ...CLEAN, uncertain: 0 }, { ...CLEAN, uncertain: 0 }]);
    await redis?.stop();
  }, 420_000);
});
