import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { eventually, freePort } from '../support/app.js';
import { submit } from './applicant.js';
import { Breakpoints } from './breakpoints.js';
import { chance } from './chance.js';
import { kills, type KillPoint } from './kill-points.js';
import { MailWitness } from './mail-witness.js';
import { auditMail, type MailAudit } from './ledger.js';
import { newPlace, pause, type Place } from './place.js';
import { Victim } from './victim.js';

const WORKERS = 2;
const SUBMITTERS = 2;
/** Cases are sent as long as fewer deliveries than this wait, so that every process finds work and no queue grows. */
const ENOUGH_WAITING = 8;
const REST_PATIENCE_MS = 180_000;
/** How long a client asks for an answer. Nobody waits so long, unless the service does not come up again. */
const ASKING_MS = 120_000;

/** How a siege ended. */
export interface SiegeResult {
  audit: MailAudit;
  submitted: number;
  /** Cases in the database: one for each that was submitted, however often it was asked for. */
  cases: number;
  /** How often a process died at which point. */
  kills: Map<string, number>;
  /** Processes that did not stop in order when they were asked to at the end. */
  unruly: number;
}

/** One web and two workers on one database, under steady traffic, killed one by one until enough have died. */
export class Siege {
  private readonly victims: { role: KillPoint['role']; victim: Victim; random: () => number }[] = [];
  private readonly requests = new EventEmitter();
  private readonly counts = new Map<string, number>();
  private readonly acknowledged = new Map<string, string>();
  private readonly keys: string[] = [];
  private deaths = 0;

  private constructor(
    private readonly place: Place,
    private readonly witness: MailWitness,
    private readonly breakpoints: Breakpoints,
    private readonly webUrl: string,
  ) {}

  /** `redisUrl`: `null` = BullMQ on PostgreSQL. */
  static async lay(seed: number, redisUrl: string | null): Promise<Siege> {
    const place = await newPlace();
    const witness = await MailWitness.open();
    const port = String(await freePort());
    const siege = new Siege(place, witness, await Breakpoints.install(place.databaseUrl), `http://127.0.0.1:${port}`);
    const common = { ...place.env, MAIL_FROM: 'certdesk@example.ru', WORKER_CONCURRENCY: '2', LOG_LEVEL: 'silent', ...(redisUrl && { REDIS_URL: redisUrl }) };
    siege.add('web', 'web', { ...common, ROLE: 'web', PORT: port }, seed);
    for (let number = 1; number <= WORKERS; number++) siege.add('worker', `worker${number}.example`, { ...common, ROLE: 'worker' }, seed + number);
    return siege;
  }

  /** Kills until so many have died or the time is over, lets everything come to rest and counts. */
  async run(most: number, untilMs: number): Promise<SiegeResult> {
    const over = (): boolean => this.deaths >= most || Date.now() > untilMs;
    let open = true;
    const traffic = Promise.all(Array.from({ length: SUBMITTERS }, () => this.traffic(() => open)));
    await Promise.all(this.victims.map((victim) => this.besiege(victim, over)));
    open = false;
    await traffic;
    // Whoever gave up asking while nothing answered asks once more, now that all live.
    for (const key of this.keys) if (!this.acknowledged.has(key)) await this.ask(key);
    // Nothing helps from here on: locks and leases run out by themselves, the sweep hands over what was left.
    await eventually(() => this.place.ledger.atRest(), REST_PATIENCE_MS).catch(() => undefined);
    const endings = await Promise.all(this.victims.map(({ victim }) => victim.end()));
    const audit = auditMail([...this.acknowledged.values()], this.witness.sink.mails, await this.place.ledger.deliveries(), this.keys.length);
    const cases = await this.place.ledger.count('cases');
    return { audit, submitted: this.keys.length, cases, kills: this.counts, unruly: endings.filter(({ code }) => code !== 0).length };
  }

  async leave(): Promise<void> {
    await this.breakpoints.close();
    await this.witness.sink.close();
    await this.place.leave();
  }

  private add(role: KillPoint['role'], name: string, env: Record<string, string>, seed: number): void {
    const random = chance(seed);
    const request = async (signal: AbortSignal): Promise<void> => void (await once(this.requests, 'request', { signal }));
    const watch = { breakpoints: this.breakpoints, witness: this.witness, request };
    this.victims.push({ role, random, victim: new Victim(name, { ...env, SMTP_URL: this.witness.urlFor(name) }, watch, random) });
  }

  private async besiege({ role, victim, random }: Siege['victims'][number], over: () => boolean): Promise<void> {
    for (const point of kills(role, random)) {
      if (over()) return victim.live();
      const name = await victim.die(point);
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      this.deaths++;
    }
  }

  /** Sends one case after the other; whoever gets no answer asks again with the same key, as every client should. */
  private async traffic(open: () => boolean): Promise<void> {
    while (open()) {
      if ((await this.place.ledger.waiting()) > ENOUGH_WAITING) {
        await pause(50);
        continue;
      }
      const key = randomUUID();
      this.keys.push(key);
      await this.ask(key);
    }
  }

  private async ask(key: string): Promise<void> {
    for (const until = Date.now() + ASKING_MS; Date.now() < until; await pause(100)) {
      this.requests.emit('request');
      const answer = await submit(this.webUrl, key);
      if (answer) return void this.acknowledged.set(key, answer.number);
    }
  }
}
