import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager, IsNull, Not, type Repository } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import type { SessionRecord, SignedIn } from './account-record.js';
import { Account, recordOf, Session } from './account.entity.js';
import { newSessionToken, sessionHash } from './sealing.js';
import { isAlive, type SessionFacts, type SignInMethod, stageOf } from './session-life.js';
import { describeAgent } from './user-agent.js';

/** «Last seen» is written at most this often. */
const SEEN_EVERY_MS = 60_000;

/** Sessions in the database: whoever is disabled or signed out is so on every process with the next request. */
@Injectable()
export class SessionsService {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: ClockService,
  ) {}

  /** Begins a session; gives the value of its cookie, which is kept nowhere else. */
  async begin(manager: EntityManager, accountId: string, method: SignInMethod, userAgent: string | undefined): Promise<string> {
    const now = this.clock.now();
    const token = newSessionToken();
    await manager.insert(Session, {
      id: randomUUID(),
      tokenHash: sessionHash(token),
      accountId,
      method,
      secondFactorAt: null,
      userAgent: describeAgent(userAgent),
      createdAt: now,
      lastSeenAt: now,
      endedAt: null,
    });
    return token;
  }

  /** Whose cookie this is; `null` when it holds no longer. */
  async find(token: string | undefined): Promise<SignedIn | null> {
    if (!token) return null;
    const session = await this.sessions.findOneBy({ tokenHash: sessionHash(token), endedAt: IsNull() });
    const account = session && (await this.dataSource.manager.findOneBy(Account, { id: session.accountId }));
    if (!session || !account) return null;
    const now = this.clock.now();
    const facts = factsOf(session, account);
    if (!isAlive(facts, now)) return null;
    if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) await this.sessions.update({ id: session.id }, { lastSeenAt: now });
    return { sessionId: session.id, stage: stageOf(facts), method: session.method, account: recordOf(account) };
  }

  /** The second factor was right: the session is full, under a new cookie. */
  async complete(manager: EntityManager, sessionId: string): Promise<string> {
    const token = newSessionToken();
    const now = this.clock.now();
    await manager.update(Session, { id: sessionId, endedAt: IsNull() }, { tokenHash: sessionHash(token), secondFactorAt: now, lastSeenAt: now });
    return token;
  }

  /** The living sessions of an account, the one used last first. */
  async list(accountId: string): Promise<SessionRecord[]> {
    const account = await this.dataSource.manager.findOneByOrFail(Account, { id: accountId });
    const rows = await this.sessions.find({ where: { accountId, endedAt: IsNull() }, order: { lastSeenAt: 'DESC' } });
    const now = this.clock.now();
    return rows
      .filter((row) => isAlive(factsOf(row, account), now))
      .map(({ id, method, userAgent, createdAt, lastSeenAt }) => ({ id, method, userAgent, createdAt, lastSeenAt }));
  }

  /** Ends one session of an account; another's id does nothing. */
  async end(accountId: string, sessionId: string): Promise<void> {
    await this.sessions.update({ id: sessionId, accountId, endedAt: IsNull() }, { endedAt: this.clock.now() });
  }

  /** Ends all sessions of an account, but for the one given. */
  async endAll(accountId: string, { but, manager = this.dataSource.manager }: { but?: string; manager?: EntityManager } = {}): Promise<void> {
    await manager.update(Session, { accountId, endedAt: IsNull(), ...(but && { id: Not(but) }) }, { endedAt: this.clock.now() });
  }
}

function factsOf(session: Session, account: Account): SessionFacts {
  const { method, secondFactorAt, createdAt, lastSeenAt, endedAt } = session;
  const { role, totpConfirmedAt, disabledAt } = account;
  return { method, secondFactorAt, createdAt, lastSeenAt, endedAt, role, hasSecondFactor: totpConfirmedAt !== null, disabledAt };
}
