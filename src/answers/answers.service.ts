import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { IsNull, type Repository } from 'typeorm';
import { AuditService } from '../accounts/audit.service.js';
import { type Actor, assertCan } from '../accounts/policy.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { insertRows } from '../platform/insert-rows.queries.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { type AnswerInput, checkAnswer } from './answer-input.js';
import type { AnswerRecord, AnswerVersionRecord } from './answer-record.js';
import { Answer, AnswerVersion } from './answer.entity.js';
import { readStarterAnswers } from './starter-answers.adapter.js';

/** A template as it was typed. */
interface TypedAnswer {
  title: string;
  /** Empty = for every case. */
  category: string;
  body: string;
}

/** Templates of answers: offered on cases, kept by administrators, every version with who wrote it. */
@Injectable()
export class AnswersService implements OnApplicationBootstrap {
  constructor(
    @InjectRepository(Answer) private readonly answers: Repository<Answer>,
    @InjectRepository(AnswerVersion) private readonly versions: Repository<AnswerVersion>,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** Puts the delivered templates in that are not known yet; what was changed or retired here stays as it is. */
  async onApplicationBootstrap(): Promise<void> {
    const now = this.clock.now();
    const known = new Set((await this.answers.find({ select: { id: true, starter: true } })).map(({ starter }) => starter));
    const rows = readStarterAnswers()
      .filter(({ starter }) => !known.has(starter))
      .map((answer): Answer => ({ id: randomUUID(), ...answer, version: 1, used: 0, retiredAt: null, createdAt: now, updatedAt: now }));
    if (rows.length === 0) return;
    await this.transactions.run(async ({ manager }) => {
      await insertRows(manager, Answer, rows, 'ignore');
      await manager.query(
        `INSERT INTO answer_versions (answer_id, version, category, title, body, account_id, created_at)
         SELECT id, version, category, title, body, NULL, created_at FROM answers WHERE id = ANY ($1::uuid[])`,
        [rows.map(({ id }) => id)],
      );
    });
  }

  /** All of them, by category and title; also those that are retired. */
  async all(): Promise<AnswerRecord[]> {
    return (await this.answers.find()).sort(byTitle);
  }

  /** What is offered on a case: those of its category first, then those for every case, then the others. */
  async offered(category: string | null): Promise<AnswerRecord[]> {
    const rank = (answer: AnswerRecord): number => (answer.category === category ? 0 : answer.category === null ? 1 : 2);
    return (await this.answers.findBy({ retiredAt: IsNull() })).sort((a, b) => rank(a) - rank(b) || byTitle(a, b));
  }

  /** @throws DomainError `answer-not-found`. */
  async get(id: string): Promise<AnswerRecord> {
    const row = await this.answers.findOneBy({ id });
    if (!row) throw new DomainError('not-found', 'answer-not-found');
    return row;
  }

  /** All versions, the newest first. */
  history(answerId: string): Promise<AnswerVersionRecord[]> {
    return this.versions.find({ where: { answerId }, order: { version: 'DESC' } });
  }

  /** @throws DomainError `forbidden`, `validation-failed`. */
  async create(typed: TypedAnswer, actor: Actor): Promise<string> {
    assertCan(actor, 'manage', 'answers');
    const input = checkAnswer(typed);
    const id = randomUUID();
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      await tx.manager.insert(Answer, { id, ...input, starter: null, version: 1, used: 0, retiredAt: null, createdAt: now, updatedAt: now });
      await this.keep(tx, id, 1, input, actor);
      await this.audit.record(tx, { by: actor.accountId, action: 'answer.created', subject: `answer:${id}` });
    });
    return id;
  }

  /**
   * Makes a new version over the one that was seen; the same text again makes none.
   * @throws DomainError `answer-not-found`, `forbidden`, `validation-failed`, `answer-changed-meanwhile`.
   */
  async change(id: string, seenVersion: number, typed: TypedAnswer, actor: Actor): Promise<void> {
    assertCan(actor, 'manage', 'answers');
    await this.save(id, seenVersion, checkAnswer(typed), 'answer.changed', actor);
  }

  /** Makes an old version the newest. @throws as {@link change}. */
  async restore(id: string, seenVersion: number, version: number, actor: Actor): Promise<void> {
    assertCan(actor, 'manage', 'answers');
    const old = await this.versions.findOneBy({ answerId: id, version });
    if (!old) throw new DomainError('not-found', 'answer-not-found');
    const { title, category, body } = old;
    await this.save(id, seenVersion, { title, category, body }, 'answer.restored', actor);
  }

  /** Offers it no more, or again. @throws DomainError `answer-not-found`, `forbidden`. */
  async retire(id: string, retired: boolean, actor: Actor): Promise<void> {
    assertCan(actor, 'manage', 'answers');
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.update(Answer, { id }, { retiredAt: retired ? this.clock.now() : null });
      if (affected !== 1) throw new DomainError('not-found', 'answer-not-found');
      await this.audit.record(tx, { by: actor.accountId, action: retired ? 'answer.retired' : 'answer.offered', subject: `answer:${id}` });
    });
  }

  /** It was put into an answer. */
  async countUse(id: string): Promise<void> {
    await this.answers.increment({ id }, 'used', 1);
  }

  private async save(id: string, seenVersion: number, input: AnswerInput, action: 'answer.changed' | 'answer.restored', actor: Actor): Promise<void> {
    await this.transactions.run(async (tx) => {
      const row = await tx.manager.findOne(Answer, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row) throw new DomainError('not-found', 'answer-not-found');
      if (row.version !== seenVersion) throw new DomainError('conflict', 'answer-changed-meanwhile');
      if (row.title === input.title && row.category === input.category && row.body === input.body) return;
      const version = row.version + 1;
      await tx.manager.update(Answer, { id }, { ...input, version, updatedAt: this.clock.now() });
      await this.keep(tx, id, version, input, actor);
      await this.audit.record(tx, { by: actor.accountId, action, subject: `answer:${id}`, details: { version } });
    });
  }

  private async keep({ manager }: Tx, answerId: string, version: number, input: AnswerInput, actor: Actor): Promise<void> {
    await manager.insert(AnswerVersion, { answerId, version, ...input, accountId: actor.accountId, createdAt: this.clock.now() });
  }
}

function byTitle(a: AnswerRecord, b: AnswerRecord): number {
  return a.title.localeCompare(b.title, 'ru');
}
