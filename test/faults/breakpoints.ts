import { EventEmitter, on } from 'node:events';
import pg from 'pg';
import type { Commit } from './kill-points.js';
import { pause } from './place.js';

/** First half of the advisory locks on which held commits wait; the second is the process id. */
const LOCKS = 7299;
const LOOK_EVERY_MS = 20;

/** Which change each commit is known by. */
const CHANGES: Record<Commit, string> = {
  claim: "AFTER UPDATE ON deliveries %s FOR EACH ROW WHEN (NEW.state = 'sending' AND NEW.lease_token IS DISTINCT FROM OLD.lease_token)",
  mark: 'AFTER UPDATE ON deliveries %s FOR EACH ROW WHEN (NEW.handing_over AND NOT OLD.handing_over)',
  sent: "AFTER UPDATE ON deliveries %s FOR EACH ROW WHEN (NEW.state = 'sent' AND OLD.state = 'sending')",
  case: 'AFTER INSERT ON cases %s FOR EACH ROW',
};

const INSTALL = `
  CREATE TABLE fault_breakpoints (application text, of text, PRIMARY KEY (application, of));
  CREATE FUNCTION fault_breakpoint() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM fault_breakpoints WHERE application = current_setting('application_name') AND of = TG_ARGV[0]) THEN
      PERFORM pg_advisory_xact_lock_shared(${LOCKS}, split_part(current_setting('application_name'), '-', 2)::int);
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION fault_news() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('fault_news', TG_ARGV[0] || ' ' || split_part(current_setting('application_name'), '-', 2));
    RETURN NULL;
  END $$;`;

/**
 * Stops a process of the service at a commit, seen from outside: triggers in the test's database hold the commit of the one process
 * that is waited for (its connections carry its id in their name), on a lock that we have.
 */
export class Breakpoints {
  private readonly news = new EventEmitter();

  private constructor(private readonly client: pg.Client) {}

  static async install(databaseUrl: string): Promise<Breakpoints> {
    const client = new pg.Client({ connectionString: databaseUrl });
    const breakpoints = new Breakpoints(client);
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => breakpoints.news.emit(payload ?? ''));
    await client.connect();
    await client.query(INSTALL);
    for (const [of, change] of Object.entries(CHANGES)) {
      await client.query(`CREATE CONSTRAINT TRIGGER fault_hold_${of} ${change.replace('%s', 'DEFERRABLE INITIALLY DEFERRED')} EXECUTE FUNCTION fault_breakpoint('${of}')`);
    }
    await client.query(`CREATE TRIGGER fault_news_claim ${CHANGES.claim.replace('%s', '')} EXECUTE FUNCTION fault_news('claim')`);
    await client.query('LISTEN fault_news');
    return breakpoints;
  }

  /** Holds the next commit of this kind by this process, and gives its connections; `null` when `signal` came before one. */
  async held(pid: number, of: Commit, signal: AbortSignal): Promise<number[] | null> {
    await this.client.query('SELECT pg_advisory_lock($1, $2)', [LOCKS, pid]);
    await this.client.query('INSERT INTO fault_breakpoints VALUES ($1, $2)', [`certdesk-${pid}`, of]);
    while (!signal.aborted) {
      const waiting = await this.waiting(pid);
      if (waiting.length > 0) return waiting;
      await pause(LOOK_EVERY_MS);
    }
    return null;
  }

  /** Lets held commits go, or ends their connections so that they are undone; the process should be dead by now. */
  async release(pid: number, then: 'undone' | 'kept'): Promise<void> {
    await this.client.query('DELETE FROM fault_breakpoints WHERE application = $1', [`certdesk-${pid}`]);
    while (then === 'undone' && (await this.waiting(pid)).length > 0) {
      await this.client.query('SELECT pg_terminate_backend(p) FROM unnest($1::int[]) AS p', [await this.waiting(pid)]);
      await pause(LOOK_EVERY_MS);
    }
    await this.client.query('SELECT pg_advisory_unlock($1, $2)', [LOCKS, pid]);
  }

  /** Fulfilled by the next news of such a commit by this process, rejected by the signal. */
  async heard(pid: number, of: Commit, signal: AbortSignal): Promise<void> {
    for await (const _news of on(this.news, `${of} ${pid}`, { signal })) return;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async waiting(pid: number): Promise<number[]> {
    const { rows } = await this.client.query<{ pid: number }>("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND NOT granted", [LOCKS, pid]);
    return rows.map((row) => row.pid);
  }
}
