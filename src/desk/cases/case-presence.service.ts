import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { presenceWords } from './presence-words.js';

/** How long somebody counts as there after his screen last said so; screens say it every ten seconds. */
const LEASE_SECONDS = 25;

/** One window in which a case is open. */
export interface Screen {
  caseId: string;
  /** Named by the window itself. */
  screen: string;
}

/**
 * Who is at a case right now: rows that hold while they are renewed, seen by every web process. The database tells the
 * screens of each coming and going, and ends the rows of whoever signs out. The time is the database's own.
 */
@Injectable()
export class CasePresenceService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly templates: TemplatesService,
  ) {}

  /** Says that somebody is (still) there. A session that has ended meanwhile is nowhere. */
  async renew({ caseId, screen }: Screen, { sessionId, account }: SignedIn, writing: boolean): Promise<void> {
    await this.dataSource.query('DELETE FROM case_presence WHERE until < now()');
    await this.dataSource.query(
      `INSERT INTO case_presence (case_id, session_id, screen, account_id, writing, until)
       SELECT $1, id, $3, $4, $5, now() + make_interval(secs => ${LEASE_SECONDS}) FROM sessions WHERE id = $2 AND ended_at IS NULL
       ON CONFLICT (case_id, session_id, screen) DO UPDATE SET writing = EXCLUDED.writing, until = EXCLUDED.until`,
      [caseId, sessionId, screen, account.id, writing],
    );
  }

  async leave({ caseId, screen }: Screen, { sessionId }: SignedIn): Promise<void> {
    await this.dataSource.query('DELETE FROM case_presence WHERE case_id = $1 AND session_id = $2 AND screen = $3', [caseId, sessionId, screen]);
  }

  /** Who else is there, in words; empty when nobody is. */
  async words(caseId: string, { account }: SignedIn): Promise<string> {
    const rows = await this.dataSource.query<{ accountId: string; writing: boolean }[]>(
      `SELECT account_id AS "accountId", bool_or(writing) AS writing FROM case_presence
        WHERE case_id = $1 AND account_id <> $2 AND until >= now() GROUP BY account_id`,
      [caseId, account.id],
    );
    const names = await this.accounts.names(rows.map(({ accountId }) => accountId));
    const attendants = rows.map(({ accountId, writing }) => ({ name: names.get(accountId)?.split(/[ @]/)[0] ?? '', writing }));
    return presenceWords(attendants, (key, params) => this.templates.message(`desk-case.presence.${key}`, params));
  }
}
