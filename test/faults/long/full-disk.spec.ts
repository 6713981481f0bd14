import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/embedded-postgres.adapter.js';
import { eventually } from '../../support/app.js';
import { killStarted, startService } from '../../support/process.js';
import { send, submitted } from '../applicant.js';
import { capturedLetters, Ledger, tally, type Tally } from '../ledger.js';
import { newPlace } from '../place.js';
import { CLEAN, report } from '../report.js';
import { mountSmallDisk } from './small-disk.js';

const CASES = 3;
/** So many are enough to need more room than a table has left over. */
const MOST_ON_FULL = 200;

describe('a full disk', () => {
  const lines: Record<string, Tally> = {};
  const skipped: Record<string, string> = {};

  afterAll(async () => {
    await killStarted();
    report('Full disk', lines, {}, skipped);
  });

  it('under the captured mail makes letters wait, none is called sent', async () => {
    const disk = await mountSmallDisk(2);
    if (typeof disk === 'string') return void (skipped['full disk under captured mail'] = disk);
    const place = await newPlace();
    const service = await startService({ ...place.env, DATA_DIR: disk.path });
    const numbers = [(await submitted(service.baseUrl)).number];
    await eventually(() => place.ledger.atRest(), 60_000);
    disk.fill();
    for (let count = 0; count < CASES; count++) numbers.push((await submitted(service.baseUrl)).number);
    const letters = async (): Promise<string[]> => (await place.ledger.deliveries()).filter(({ channel }) => channel === 'email').map(({ state, attempts }) => `${state} ${attempts}`);
    await eventually(async () => (await letters()).filter((seen) => seen === 'pending 1').length === CASES, 60_000);
    await disk.free();
    await place.ledger.letTimePass();
    await eventually(() => place.ledger.atRest(), 60_000);
    const line = (lines['full disk under captured mail'] = tally(numbers, await capturedLetters(disk.path), await place.ledger.deliveries(), numbers.length));
    expect(line).toMatchObject({ ...CLEAN, delivered: CASES + 1, uncertain: 0 });
    expect(service.stderr()).toBe('');
    expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await place.leave();
    await disk.close();
  }, 240_000);

  it('under the database answers 503, acknowledges nothing that it cannot keep, and goes on when there is room', async () => {
    const disk = await mountSmallDisk(160);
    if (typeof disk === 'string') return void (skipped['full disk under the database'] = disk);
    let database = await startEmbeddedPostgres(disk.path, 'test', ['max_wal_size=48MB', 'min_wal_size=32MB']);
    const place = await newPlace();
    let service = await startService({ ...place.env, DATABASE_URL: database.url });
    const numbers = [(await submitted(service.baseUrl)).number];
    disk.fill();
    const statuses = new Set<number>();
    let submittedCount = 1;
    for (let count = 0; count < MOST_ON_FULL && !statuses.has(503); count++) {
      submittedCount++;
      const answer = await send(service.baseUrl).catch(() => null);
      if (answer) statuses.add(answer.status);
      if (answer?.acknowledged) numbers.push(answer.acknowledged.number);
    }
    expect([...statuses].filter((status) => status !== 201)).toEqual([503]);
    await disk.free();
    // A server that could not write its log has ended itself; whoever runs it starts it again.
    await service.signal('SIGTERM');
    await database.stop();
    database = await startEmbeddedPostgres(disk.path, 'test');
    service = await startService({ ...place.env, DATABASE_URL: database.url });
    const ledger = new Ledger(database.url);
    submittedCount++;
    numbers.push((await submitted(service.baseUrl)).number);
    await ledger.letTimePass();
    await eventually(() => ledger.atRest(), 120_000);
    const line = (lines['full disk under the database'] = tally(numbers, await capturedLetters(place.dataDir), await ledger.deliveries(), submittedCount));
    expect(line).toMatchObject({ ...CLEAN, uncertain: 0 });
    expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await ledger.close();
    await database.stop();
    await place.leave();
    await disk.close();
  }, 420_000);
});
