import { killStarted } from '../support/process.js';
import { KILLING_MS, KILLS, SEED } from './chance.js';
import { CLEAN, report } from './report.js';
import { Siege } from './siege.js';

const CALM_MS = 300_000;

/** Where BullMQ keeps its queues. */
interface Backend {
  redisUrl: string | null;
  stop(): Promise<void>;
}

/** Kills web and workers at every named point, with the queues on this backend. */
export function besieged(name: string, open: () => Promise<Backend>): void {
  describe(`kill -9 of web and workers, queues on ${name}`, () => {
    afterAll(killStarted);

    it(
      'loses nothing, repeats nothing and calls nothing sent that is not',
      async () => {
        const backend = await open();
        const siege = await Siege.lay(SEED, backend.redisUrl);
        const { audit, submitted, cases, kills, unruly } = await siege.run(KILLS, Date.now() + KILLING_MS);
        report(`Kills, queues on ${name}`, { [`${name}: letters`]: audit.letters, [`${name}: notices`]: audit.notices }, Object.fromEntries(kills));
        expect(audit).toMatchObject({ letters: { ...CLEAN, submitted, acknowledged: submitted }, notices: CLEAN });
        expect({ cases, unruly }).toEqual({ cases: submitted, unruly: 0 });
        await siege.leave();
        await backend.stop();
      },
      KILLING_MS + CALM_MS,
    );
  });
}
