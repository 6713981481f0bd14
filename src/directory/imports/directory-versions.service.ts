import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AuditService } from '../../accounts/audit.service.js';
import { type Actor, assertCan } from '../../accounts/policy.js';
import { CLOSE_LOOP, type CloseLoopData } from '../../closing/closing.jobs.js';
import { WATCH_EXPIRY } from '../../expiry/expiry.jobs.js';
import { ClockService } from '../../platform/clock.service.js';
import { describeError } from '../../platform/describe-error.js';
import { DomainError } from '../../platform/domain-error.js';
import { TransactionsService, type Tx } from '../../platform/transactions.service.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { foldName } from '../folded-name.js';
import type { ChangeKind } from './differences.js';
import { type AccountPlace, activeVersion, type ChangedAccount, findVersion, type FoundAccount, listChanges, listVersions, searchAccounts } from './directory-versions.queries.js';
import type { VersionRecord } from './import-record.js';

/** Versions that were active before and can be taken back to. */
const KEPT = 2;

/** Who switched: a person, or a program by its token. */
interface Switcher {
  by: string | null;
  token: string | null;
}

/** What somebody typed to find an account. */
export interface TypedSearch {
  name: string;
  inn: string;
  organization: string;
  /** `yes`, `no` or empty. */
  blocked: string;
}

/** Versions of the directory: looking, switching, taking back. */
@Injectable()
export class DirectoryVersionsService {
  private readonly logger = new Logger(DirectoryVersionsService.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
    private readonly tasks: TasksService,
    private readonly clock: ClockService,
  ) {}

  /** The version that is seen now; `null` before the first. */
  active(): Promise<VersionRecord | null> {
    return activeVersion(this.dataSource.manager);
  }

  /** From the newest on. */
  history(limit: number): Promise<VersionRecord[]> {
    return listVersions(this.dataSource.manager, limit);
  }

  /** @throws DomainError `directory-version-not-found`. */
  async get(id: number): Promise<VersionRecord> {
    const version = await findVersion(this.dataSource.manager, id);
    if (!version) throw new DomainError('not-found', 'directory-version-not-found');
    return version;
  }

  /** One page of what a version that waits changes. */
  changes(version: VersionRecord, kind: ChangeKind, after: number, limit: number): Promise<ChangedAccount[]> {
    return listChanges(this.dataSource.manager, version.id, version.differences?.base ?? null, kind, after, limit);
  }

  /** Accounts that are seen now; without anything typed all of them. */
  search(typed: TypedSearch, after: AccountPlace | null, limit: number): Promise<FoundAccount[]> {
    const { surname, given, patronymic } = foldName(typed.name);
    const words = [surname, given, patronymic].flatMap((part) => part.split(' ')).filter(Boolean);
    const search = { words, inn: typed.inn.replace(/\D/g, '') || null, organization: typed.organization.trim() || null, blocked: typed.blocked === '' ? null : typed.blocked === 'yes' };
    return searchAccounts(this.dataSource.manager, search, after, limit);
  }

  /**
   * Switches to a version that waits.
   * @throws DomainError `directory-not-waiting`; `directory-base-changed` when another one was applied since they were compared.
   */
  async apply(actor: Actor, id: number): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    await this.transactions.run((tx) => this.activate(tx, id, { by: actor.accountId, token: null }));
  }

  /** The same in a transaction of the caller's. A look through the cases follows; taking a version back is not followed by one. */
  async activate(tx: Tx, id: number, { by, token }: Switcher): Promise<void> {
    const base = await this.lockActive(tx);
    const version = await findVersion(tx.manager, id);
    if (version?.state !== 'staged' || !version.differences) throw new DomainError('conflict', 'directory-not-waiting');
    if (version.differences.base !== base) throw new DomainError('conflict', 'directory-base-changed');
    await tx.manager.query('SELECT directory_activate_version($1, $2)', [id, this.clock.now()]);
    const { added, changed, blocked, unblocked, gone } = version.differences;
    await this.audit.record(tx, { by, action: 'directory.applied', subject: `directory:${id}`, details: { before: base, added, changed, blocked, unblocked, gone, ...(token && { token }) } });
    const taskId = await this.tasks.start(tx, { kind: 'closing', accountId: by, input: { version: id } });
    tx.enqueue(CLOSE_LOOP, { taskId } satisfies CloseLoopData);
    tx.enqueue(WATCH_EXPIRY, {});
  }

  /**
   * Switches back to a version that was active before. One that waits can then only be given up, because it was compared with another.
   * @throws DomainError `directory-not-kept`.
   */
  async takeBack(actor: Actor, id: number): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    await this.transactions.run(async (tx) => {
      const before = await this.lockActive(tx);
      if ((await findVersion(tx.manager, id))?.state !== 'retired') throw new DomainError('conflict', 'directory-not-kept');
      await tx.manager.query('SELECT directory_activate_version($1, $2)', [id, this.clock.now()]);
      await this.audit.record(tx, { by: actor.accountId, action: 'directory.taken-back', subject: `directory:${id}`, details: { before } });
      tx.enqueue(WATCH_EXPIRY, {});
    });
  }

  /** Gives a version up that waits. @throws DomainError `directory-not-waiting`. */
  async discard(actor: Actor, id: number): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    await this.transactions.run(async (tx) => {
      await this.lockActive(tx);
      if ((await findVersion(tx.manager, id))?.state !== 'staged') throw new DomainError('conflict', 'directory-not-waiting');
      await this.drop(tx, id);
      await this.audit.record(tx, { by: actor.accountId, action: 'directory.discarded', subject: `directory:${id}` });
    });
  }

  /** Writes down what was not taken, and gives the version as it waits now. */
  async settle(tx: Tx, id: number, refused: number): Promise<VersionRecord> {
    await tx.manager.query('UPDATE directory_versions SET refused = $2 WHERE id = $1', [id, refused]);
    const version = await findVersion(tx.manager, id);
    if (!version) throw new DomainError('not-found', 'directory-version-not-found');
    return version;
  }

  /** A load that was cancelled or failed leaves a line in the history and no rows. */
  async fail(id: number, failure: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.manager.query("UPDATE directory_versions SET state = 'failed', failure = $2 WHERE id = $1 AND state IN ('loading', 'staged')", [id, failure]);
      await this.drop(tx, id);
    });
  }

  /** Drops what nobody goes back to: versions that waited before this one, and all but the last that were active. */
  async dropOld(current: number): Promise<void> {
    const old = await this.dataSource.query<{ id: number }[]>(
      `SELECT id FROM directory_versions v WHERE id < $1 AND (state = 'staged' AND differences IS NOT NULL
          OR state = 'retired' AND id NOT IN (SELECT id FROM directory_versions WHERE state = 'retired' ORDER BY retired_at DESC LIMIT ${KEPT})) ORDER BY id`,
      [current],
    );
    for (const { id } of old) {
      // A reader may hold it for a moment; the next import tries again.
      await this.transactions.run((tx) => this.drop(tx, id)).catch((error: unknown) => this.logger.warn(`version ${id} of the directory stays for now: ${describeError(error)}`));
    }
  }

  private async drop(tx: Tx, id: number): Promise<void> {
    await tx.manager.query('DELETE FROM directory_changes WHERE version_id = $1', [id]);
    await tx.manager.query('SELECT directory_drop_version($1)', [id]);
  }

  private async lockActive(tx: Tx): Promise<number | null> {
    const [row] = await tx.manager.query<{ version_id: number | null }[]>('SELECT version_id FROM directory_active FOR UPDATE');
    return row?.version_id ?? null;
  }
}
