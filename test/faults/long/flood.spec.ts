import { killStarted } from '../../support/process.js';
import { startRedis } from '../../support/redis.js';
import { startScriptedSmtp } from '../../support/smtp-sink.js';
import { FLOOD } from '../chance.js';
import type { Tally } from '../ledger.js';
import { CLEAN, report } from '../report.js';
import { Crew } from './crew.js';

const CLIENTS = 8;
const WORKERS = 2;
const PATIENCE_MS = 30 * 60_000;

describe('a flood of cases', () => {
  const lines: Record<string, Tally> = {};

  afterAll(async () => {
    await killStarted();
    report('Flood', lines);
  });

  it.each(['PostgreSQL', 'Redis'])('is delivered to the last one, queues on %s', async (backend) => {
    const redis = backend === 'Redis' ? await startRedis() : null;
    const crew = await Crew.gather(await startScriptedSmtp({ headersOnly: true }), redis ? { REDIS_URL: redis.url } : {});
    for (let number = 1; number <= WORKERS; number++) await crew.worker(`flood${number}.example`);
    let left = FLOOD;
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        while (left-- > 0) expect(await crew.submit()).toBe(201);
      }),
    );
    await crew.rest(PATIENCE_MS);
    const { letters, notices } = await crew.count();
    Object.assign(lines, { [`flood on ${backend}: letters`]: letters, [`flood on ${backend}: notices`]: notices });
    expect(letters).toMatchObject({ ...CLEAN, delivered: FLOOD, uncertain: 0 });
    expect(notices).toMatchObject({ ...CLEAN, delivered: FLOOD * 2, uncertain: 0 });
    await redis?.stop();
  }, PATIENCE_MS * 2);
});
