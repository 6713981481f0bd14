import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { AttemptOutcome } from '../../src/delivery/attempt-outcome.js';
import type { Channel } from '../../src/delivery/channels/channel.js';
import { CHANNELS, type Channels } from '../../src/delivery/channels/channels.js';
import { DeliveryRunner } from '../../src/delivery/delivery-runner.service.js';
import { ClockService } from '../../src/platform/clock.service.js';
import { submitted } from '../faults/applicant.js';
import { startApp, type TestApp } from '../support/app.js';

const MINUTE = 60_000;
const ACCEPTED: AttemptOutcome = { kind: 'accepted', externalId: 'Q1' };
const DEFERRED: AttemptOutcome = { kind: 'deferred', cause: { code: 'no-connection', detail: null } };

/** A channel that stops where a test wants it to, and remembers what it gave away. */
class GatedChannel implements Channel {
  readonly receipt = 'sent';
  idempotent = false;
  searches = false;
  outcome = ACCEPTED;
  given = 0;
  calls = 0;
  private gates: Partial<Record<'before' | 'after', { reached: () => void; opened: Promise<void> }>> = {};

  /** Stops the next delivery at this place; gives a promise of its arrival there, and the way on. */
  gate(place: 'before' | 'after'): { reached: Promise<void>; open: () => void } {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const reached = new Promise<void>((resolve) => (this.gates[place] = { reached: resolve, opened }));
    return { reached, open };
  }

  async deliver(_parcel: unknown, _at: Date, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    this.calls++;
    await this.pass('before');
    if (this.outcome.kind === 'deferred') return this.outcome;
    await beforeHandOver();
    this.given++;
    await this.pass('after');
    return this.outcome;
  }

  private async pass(place: 'before' | 'after'): Promise<void> {
    const gate = this.gates[place];
    delete this.gates[place];
    gate?.reached();
    await gate?.opened;
  }
}

interface Row {
  id: string;
  state: string;
  attempts: number;
  next_attempt_at: Date | null;
}

describe('the delivery of a letter', () => {
  let app: TestApp;
  let dataSource: DataSource;
  let runner: DeliveryRunner;
  let channel: GatedChannel;
  let now: Date;
  let number: string;
  let id: string;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    dataSource = app.app.get(DataSource);
    runner = app.app.get(DeliveryRunner);
    const clock = app.app.get(ClockService);
    now = clock.now();
    jest.spyOn(clock, 'now').mockImplementation(() => now);
  });
  beforeEach(async () => {
    channel = new GatedChannel();
    app.app.get<Channels>(CHANNELS).email = channel;
    number = (await submitted(app.baseUrl)).number;
    id = (await letter()).id;
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const pass = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));
  const letter = async (): Promise<Row> => {
    const rows = await dataSource.query<Row[]>("SELECT d.* FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND channel = 'email'", [number]);
    return rows[0] as Row;
  };
  const notices = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ notice: string }[]>('SELECT notice FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND notice IS NOT NULL ORDER BY 1', [number]);
    return rows.map(({ notice }) => notice);
  };
  const events = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ event: string }[]>("SELECT event FROM case_events e JOIN cases c ON c.id = case_id WHERE number = $1 AND event LIKE 'delivery-%' ORDER BY e.id", [number]);
    return rows.map(({ event }) => event);
  };

  it('is made by one of many workers that come at once; the others come back when its lease is over', async () => {
    const gate = channel.gate('before');
    const first = runner.attempt(id);
    await gate.reached;
    const others = await Promise.all([1, 2, 3, 4].map(() => runner.attempt(id)));
    for (const again of others) expect(again?.getTime()).toBe(now.getTime() + 15_000);
    gate.open();
    expect(await first).toBeNull();
    expect(await runner.attempt(id)).toBeNull();
    expect(channel).toMatchObject({ calls: 1, given: 1 });
    expect(await letter()).toMatchObject({ state: 'sent', attempts: 1 });
    expect(await events()).toEqual(['delivery-sent']);
    expect(await notices()).toEqual(['received', 'sent']);
  });

  it('is taken over from a worker whose lease ran out before handing over, who then gives nothing away', async () => {
    const gate = channel.gate('before');
    const late = runner.attempt(id);
    await gate.reached;
    pass(16_000);
    expect(await runner.attempt(id)).toBeNull();
    expect(await letter()).toMatchObject({ state: 'sent', attempts: 2 });
    gate.open();
    expect(await late).toBeNull();
    expect(channel).toMatchObject({ calls: 2, given: 1 });
    expect(await letter()).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await events()).toEqual(['delivery-sent']);
  });

  it('is uncertain when the lease ran out after handing over, until that worker says that it was accepted', async () => {
    const gate = channel.gate('after');
    const late = runner.attempt(id);
    await gate.reached;
    pass(16_000);
    expect(await runner.attempt(id)).toBeNull();
    expect(await letter()).toMatchObject({ state: 'uncertain', attempts: 1 });
    expect(await runner.attempt(id)).toBeNull();
    expect(channel).toMatchObject({ calls: 1, given: 1 });
    gate.open();
    await late;
    expect(await letter()).toMatchObject({ state: 'sent', external_id: 'Q1' });
    expect(await events()).toEqual(['delivery-uncertain', 'delivery-sent']);
    expect(await notices()).toEqual(['problem', 'received', 'sent']);
  });

  it('stays uncertain when that worker does not know either', async () => {
    channel.outcome = { kind: 'lost', cause: { code: 'cut-off', detail: null } };
    const gate = channel.gate('after');
    const late = runner.attempt(id);
    await gate.reached;
    pass(16_000);
    await runner.attempt(id);
    gate.open();
    await late;
    expect(await letter()).toMatchObject({ state: 'uncertain', attempts: 1 });
    expect(await events()).toEqual(['delivery-uncertain']);
  });

  it('is done again after handing over where a repeat makes no second mail', async () => {
    channel.idempotent = true;
    const gate = channel.gate('after');
    const late = runner.attempt(id);
    await gate.reached;
    pass(16_000);
    expect(await runner.attempt(id)).toBeNull();
    gate.open();
    await late;
    expect(await letter()).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await notices()).toEqual(['received', 'sent']);
  });

  it('is tried again after 1, 5, 15 and 30 minutes, then hourly, and given up once after 72 hours', async () => {
    channel.outcome = DEFERRED;
    const waits: number[] = [];
    for (;;) {
      expect(await runner.attempt(id)).toBeNull();
      const { state, next_attempt_at } = await letter();
      if (state !== 'pending') break;
      const wait = (next_attempt_at?.getTime() ?? 0) - now.getTime();
      waits.push(wait / MINUTE);
      // Too early: nothing happens but a new appointment.
      pass(wait - 1);
      expect(await runner.attempt(id)).toEqual(next_attempt_at);
      pass(1);
    }
    expect(waits.slice(0, 6)).toEqual([1, 5, 15, 30, 60, 60]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(72 * 60);
    expect(await letter()).toMatchObject({ state: 'failed', attempts: waits.length + 1 });
    expect(channel).toMatchObject({ calls: waits.length + 1, given: 0 });
    await Promise.all([runner.attempt(id), runner.attempt(id)]);
    expect(await events()).toEqual(['delivery-deferred', 'delivery-late', 'delivery-failed']);
    expect(await notices()).toEqual(['problem', 'received']);
  });
});
