import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killStarted, type ServiceProcess } from '../../support/process.js';
import { startScriptedSmtp } from '../../support/smtp-sink.js';
import { chance, SEED } from '../chance.js';
import type { Tally } from '../ledger.js';
import { pause } from '../place.js';
import { CLEAN, report } from '../report.js';
import { Crew } from './crew.js';

const JUMPS = 8;
const CASES_A_JUMP = 3;
const OFFSETS = ['-1d', '-2h', '-20s', '+0', '+20s', '+2h', '+1d'];

/** Debian's package libfaketime, on any architecture. */
function libfaketime(): string | null {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime', 'libfaketime.so.1')) : [];
  return folders.find((path) => existsSync(path)) ?? null;
}

describe('clocks of workers that jump forth and back', () => {
  const lines: Record<string, Tally> = {};
  const skipped: Record<string, string> = {};

  afterAll(async () => {
    await killStarted();
    report('Clock jumps', lines, {}, skipped);
  });

  it('make mail late but send none twice', async () => {
    const library = libfaketime();
    if (!library) return void (skipped['clock jumps'] = 'libfaketime is not installed (apt-get install libfaketime)');
    const crew = await Crew.gather(await startScriptedSmtp({}), { WORKER_CONCURRENCY: '2' });
    const random = chance(SEED);
    const clocks = [1, 2].map((number) => join(crew.place.dataDir, `clock${number}`));
    const set = (path: string, offset: string): Promise<void> => writeFile(path, `${offset}\n`);
    const workers: ServiceProcess[] = [];
    for (const [index, path] of clocks.entries()) {
      await set(path, '+0');
      const clock = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: path, FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
      workers.push(await crew.worker(`jumps${index}.example`, clock));
    }
    for (let jump = 0; jump < JUMPS; jump++) {
      for (const path of clocks) await set(path, OFFSETS[Math.floor(random() * OFFSETS.length)] ?? '+0');
      for (let count = 0; count < CASES_A_JUMP; count++) expect(await crew.submit()).toBe(201);
      await pause(random() * 2_000);
    }
    for (const path of clocks) await set(path, '+0');
    // What a fast clock put off until tomorrow comes today.
    for (let tries = 0; tries < 40 && !(await crew.place.ledger.atRest()); tries++) {
      await crew.place.ledger.letTimePass();
      await pause(3_000);
    }
    await crew.rest(30_000);
    const { letters, notices } = await crew.count();
    Object.assign(lines, { 'clock jumps: letters': letters, 'clock jumps: notices': notices });
    expect([letters, notices]).toMatchObject([CLEAN, CLEAN]);
  }, 420_000);
});
