import { randomUUID } from 'node:crypto';
import { eventually } from '../support/app.js';
import { killStarted, startService, type ServiceProcess } from '../support/process.js';
import { submit } from './applicant.js';
import { chance, KILLS as ASKED, SEED } from './chance.js';
import { capturedLetters, tally } from './ledger.js';
import { report } from './report.js';
import { newPlace, pause, type Place } from './place.js';

/** One start after the other takes its time: the many kills are those of `kills-on-*.spec.ts`. */
const KILLS = Math.min(ASKED, 20);
const CASES_A_KILL = 3;
/** Longer than a delivery takes, so that kills fall before, into and after it. */
const LATEST_KILL_MS = 250;

describe('kill -9 of the whole process between 201 and sent', () => {
  let place: Place;
  let service: ServiceProcess;

  beforeAll(async () => {
    place = await newPlace();
  });
  afterAll(async () => {
    await killStarted();
    await place.leave();
  });

  it(
    'delivers every acknowledged case exactly once, and tells the applicant once',
    async () => {
      const random = chance(SEED);
      const numbers = new Map<string, string>();
      const keys: string[] = [];
      const send = async (key: string): Promise<void> => {
        const acknowledged = await submit(service.baseUrl, key);
        if (!acknowledged) return;
        expect(numbers.get(key) ?? acknowledged.number).toBe(acknowledged.number);
        numbers.set(key, acknowledged.number);
      };

      for (let kill = 0; kill < KILLS; kill++) {
        service = await startService(place.env);
        const fresh = Array.from({ length: CASES_A_KILL }, () => randomUUID());
        keys.push(...fresh);
        const sending = fresh.map(send);
        // Every third kill comes while cases are being made, the others after the first 201.
        if (kill % 3 > 0) await Promise.race(sending);
        await pause(random() * LATEST_KILL_MS);
        await service.signal('SIGKILL');
        await Promise.all(sending);
      }

      // The queue goes the way of the process: what is owed is known from our own rows.
      await place.ledger.wipeQueues();
      await place.ledger.letTimePass();
      service = await startService(place.env);
      // Whoever got no answer asks again, as every client does; the others may.
      for (const key of keys) await send(key);
      await eventually(() => place.ledger.atRest(), 60_000);

      const deliveries = await place.ledger.deliveries();
      const result = tally([...numbers.values()], await capturedLetters(place.dataDir), deliveries, keys.length);
      report('Kills of the whole process', { 'captured mail': result }, { 'whole process, any moment': KILLS });
      expect(result).toEqual({ submitted: keys.length, acknowledged: keys.length, delivered: keys.length, duplicates: 0, lost: 0, uncertain: 0, falseSent: 0 });
      expect(await place.ledger.count('cases')).toBe(keys.length);
      expect(new Set(deliveries.map(({ state, case_status }) => `${state} ${case_status}`))).toEqual(new Set(['sent sent']));
      expect(deliveries.filter(({ notice }) => notice === 'received')).toHaveLength(keys.length);
      expect(deliveries.filter(({ notice }) => notice === 'sent')).toHaveLength(keys.length);
      expect(deliveries).toHaveLength(keys.length * 3);
      expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    },
    120_000 + KILLS * 20_000,
  );
});
