import { launch, type Ending, type ServiceProcess } from '../support/process.js';
import type { Breakpoints } from './breakpoints.js';
import type { KillPoint } from './kill-points.js';
import type { MailWitness } from './mail-witness.js';
import { pause } from './place.js';

/** A point that does not come within this time is given up: the process is killed where it is. */
const PATIENCE_MS = 20_000;
/** As whoever keeps a service running would: a start that fails (no connection in time on a busy machine) is tried again. */
const START_TRIES = 5;
const GIVEN_UP = 'point did not come: killed where it was';

/** What a victim can be watched by. */
export interface Watch {
  breakpoints: Breakpoints;
  witness: MailWitness;
  /** Fulfilled when the next request is about to be sent. */
  request(signal: AbortSignal): Promise<void>;
}

/** One place in the service that is always taken by a process, killed at one point after the other. */
export class Victim {
  private process: ServiceProcess | undefined;
  private startedInMs = 2_000;

  constructor(
    private readonly name: string,
    private readonly env: Record<string, string>,
    private readonly watch: Watch,
    private readonly random: () => number,
  ) {}

  /** Starts a process, waits for the point and kills it there. Gives the name of the point at which it really died. */
  async die({ name, at }: KillPoint): Promise<string> {
    if (at.kind === 'start') {
      const starting = (this.process = await launch(this.env));
      await Promise.race([pause(this.random() * this.startedInMs), starting.ready.catch(() => undefined)]);
      await starting.signal('SIGKILL');
      return name;
    }
    const process = await this.start();
    const reached = await this.reach(process, at);
    return reached ? name : GIVEN_UP;
  }

  /** Starts a process that may live. */
  async live(): Promise<void> {
    await this.start();
  }

  /** Asks the one that lives to stop in order. */
  async end(): Promise<Ending> {
    if (!this.process) throw new Error(`${this.name} does not live`);
    return this.process.signal('SIGTERM');
  }

  private async start(): Promise<ServiceProcess> {
    for (let tries = 1; ; tries++) {
      const from = Date.now();
      const process = (this.process = await launch(this.env));
      try {
        await process.ready;
        this.startedInMs = Date.now() - from;
        return process;
      } catch (error) {
        if (tries === START_TRIES) throw error;
      }
    }
  }

  /** Kills at the point, or where the process is when the point does not come. */
  private async reach(process: ServiceProcess, at: Exclude<KillPoint['at'], { kind: 'start' }>): Promise<boolean> {
    const { breakpoints, witness } = this.watch;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const kill = (): Promise<unknown> => process.signal('SIGKILL');
    const soon = async (withinMs: number): Promise<void> => pause(this.random() * withinMs);
    try {
      if (at.kind === 'commit') {
        const held = await breakpoints.held(process.pid, at.of, signal);
        await kill();
        await breakpoints.release(process.pid, at.then);
        return held !== null;
      }
      if (at.kind === 'mail') await witness.reached(this.name, at, signal);
      if (at.kind === 'news') await breakpoints.heard(process.pid, at.of, signal).then(() => soon(at.withinMs));
      if (at.kind === 'request') await this.watch.request(signal).then(() => soon(at.withinMs));
      if (at.kind === 'any') await soon(at.withinMs);
      return true;
    } catch (error) {
      if (!signal.aborted) throw error;
      return false;
    } finally {
      await kill();
    }
  }
}
