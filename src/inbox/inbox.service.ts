import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { Not, type Repository } from 'typeorm';
import { CaseRepliesService, type CaseReply } from '../cases/case-replies.service.js';
import { holdsKey } from '../certificates/holds-key.js';
import { Config } from '../config/config.js';
import { bareSender, oneLine } from '../delivery/channels/mail-text.js';
import { DeliveryNewsService, type MailFailure } from '../delivery/delivery-news.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { SECRET_KEY } from '../platform/secret-key.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { withoutAddresses } from '../platform/untrusted-text.js';
import { InboundFileRow, InboundMailRow } from './inbound-mail.entity.js';
import { kindOf, numberInSubject, ownWords, type InboundFile, type InboundKind, type InboundMail } from './inbound-mail.js';
import { bounceCause } from './delivery-report.js';
import { caseOfReplyAddress } from '../delivery/reply-address.js';

const MOST_WORDS = 8000;
const MOST_DIAGNOSTIC = 500;
const PAGE = 50;

/** A mail that waits for a person, as the desk shows it. */
export interface WaitingMail {
  id: string;
  state: 'unmatched' | 'set-aside';
  failure: string | null;
  sender: string;
  subject: string;
  words: string;
  receivedAt: Date;
  files: { id: string; fileName: string; size: number }[];
}

/** What comes back by mail finds its delivery or its case; what does not waits for a person. Nothing is answered by itself, so no loop can begin. */
@Injectable()
export class InboxService {
  constructor(
    @InjectRepository(InboundMailRow) private readonly mails: Repository<InboundMailRow>,
    @InjectRepository(InboundFileRow) private readonly files: Repository<InboundFileRow>,
    private readonly news: DeliveryNewsService,
    private readonly replies: CaseRepliesService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
    @Inject(SECRET_KEY) private readonly secret: string,
  ) {}

  /** All that the mail means and that it was dealt with are committed together. */
  async accept(rowId: string, mail: InboundMail): Promise<void> {
    const kind = kindOf(mail, bareSender(this.config.mailFrom));
    await this.transactions.run(async (tx) => {
      if (mail.messageId && (await this.isRepeat(tx, rowId, mail.messageId))) return this.done(tx, rowId, kind, mail, null);
      switch (kind) {
        case 'bounce':
        case 'delay':
        case 'arrival':
          return this.learn(tx, rowId, kind, mail);
        case 'own':
          return this.done(tx, rowId, kind, mail, null);
        case 'auto-reply':
        case 'reply':
          return this.hear(tx, rowId, kind, mail);
      }
    });
  }

  /** Mails that wait for a person, the newest first, before a moment; one page. */
  async waiting(before: Date | null): Promise<{ mails: WaitingMail[]; more: boolean }> {
    const query = this.mails.createQueryBuilder('m').where("m.state IN ('unmatched', 'set-aside')").orderBy('m.receivedAt', 'DESC').addOrderBy('m.id').limit(PAGE + 1);
    if (before) query.andWhere('m.receivedAt < :before', { before });
    const rows = await query.getMany();
    const ids = rows.map(({ id }) => id);
    const files = await this.files.query<{ id: string; mailId: string; fileName: string; size: number }[]>(
      'SELECT id, mail_id AS "mailId", file_name AS "fileName", octet_length(content) AS size FROM inbound_files WHERE mail_id = ANY ($1)',
      [ids],
    );
    const mails = rows.slice(0, PAGE).map((row) => ({ ...row, state: row.state as WaitingMail['state'], files: files.filter(({ mailId }) => mailId === row.id) }));
    return { mails, more: rows.length > PAGE };
  }

  /** How many wait. */
  countWaiting(): Promise<number> {
    return this.mails.countBy([{ state: 'unmatched' }, { state: 'set-aside' }]);
  }

  /** A file of a mail that waits. @throws DomainError `file-not-found`. */
  async file(id: string): Promise<InboundFile> {
    const row = await this.files.findOneBy({ id });
    if (!row) throw new DomainError('not-found', 'file-not-found');
    return { fileName: row.fileName, mediaType: row.mediaType, bytes: row.content };
  }

  /** A person knows which case it belongs to. @throws DomainError `inbound-mail-gone`, `inbound-mail-no-case`. */
  async tie(id: string, caseNumber: string, accountId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const row = await this.lockWaiting(tx, id);
      const caseId = await this.replies.find(tx, caseNumber.trim());
      if (!caseId) throw new DomainError('invalid', 'inbound-mail-no-case', { faults: [{ path: 'number', code: 'inbound-mail-no-case' }] });
      const files = await tx.manager.findBy(InboundFileRow, { mailId: id });
      const reply: CaseReply = { from: row.sender, text: row.words, automatic: row.kind === 'auto-reply', trusted: false, files: files.map(({ fileName, mediaType, content }) => ({ fileName, mediaType, bytes: content })), keysLeftOut: 0 };
      await this.replies.record(tx, caseId, reply);
      await this.settle(tx, row, accountId, caseId);
    });
  }

  /** Nothing has to be done about it. @throws DomainError `inbound-mail-gone`. */
  async dismiss(id: string, accountId: string): Promise<void> {
    await this.transactions.run(async (tx) => this.settle(tx, await this.lockWaiting(tx, id), accountId, null));
  }

  private async learn(tx: Tx, rowId: string, kind: 'bounce' | 'delay' | 'arrival', mail: InboundMail): Promise<void> {
    const about = mail.opened ?? mail.report?.about ?? mail.answers[0] ?? null;
    const caseId = about && (await this.news.tell(tx, about, kind === 'bounce' ? { kind, failures: failuresOf(mail) } : { kind }));
    if (caseId === null) return this.unmatched(tx, rowId, kind, mail);
    return this.done(tx, rowId, kind, mail, caseId);
  }

  private async hear(tx: Tx, rowId: string, kind: 'auto-reply' | 'reply', mail: InboundMail): Promise<void> {
    const signed = caseOfReplyAddress(mail.to, this.secret);
    const caseId = (await this.news.caseOf(tx, mail.answers)) ?? (signed && (await this.replies.find(tx, signed)));
    const bySubject = caseId ? null : numberInSubject(mail.subject);
    const guessed = bySubject && (await this.replies.find(tx, bySubject));
    const found = caseId ?? guessed;
    if (!found) return this.unmatched(tx, rowId, kind, mail);
    const { words, kept, keys } = this.withoutKeys(mail);
    await this.replies.record(tx, found, { from: mail.from ?? '', text: words, automatic: kind === 'auto-reply', trusted: Boolean(caseId), files: kept, keysLeftOut: keys });
    await this.done(tx, rowId, kind, mail, found);
  }

  private async unmatched(tx: Tx, rowId: string, kind: InboundKind, mail: InboundMail): Promise<void> {
    const { words, kept, keys } = this.withoutKeys(mail);
    for (const { fileName, mediaType, bytes } of kept) await tx.manager.insert(InboundFileRow, { id: randomUUID(), mailId: rowId, fileName, mediaType, content: Buffer.from(bytes) });
    const held = { sender: mail.from ?? '', subject: mail.subject, words, failure: keys > 0 ? 'private-key' : null };
    await tx.manager.update(InboundMailRow, { id: rowId }, { ...held, state: 'unmatched', kind, messageId: mail.messageId });
  }

  private async done(tx: Tx, rowId: string, kind: InboundKind, { messageId }: InboundMail, caseId: string | null): Promise<void> {
    await tx.manager.update(InboundMailRow, { id: rowId }, { state: 'done', kind, messageId, caseId, settledAt: this.clock.now() });
  }

  private async settle(tx: Tx, row: InboundMailRow, accountId: string, caseId: string | null): Promise<void> {
    await tx.manager.delete(InboundFileRow, { mailId: row.id });
    const forgotten = { sender: '', subject: '', words: '' };
    await tx.manager.update(InboundMailRow, { id: row.id }, { ...forgotten, state: 'done', caseId, settledAt: this.clock.now(), settledBy: accountId });
  }

  private async lockWaiting(tx: Tx, id: string): Promise<InboundMailRow> {
    const row = await tx.manager.findOne(InboundMailRow, { where: [{ id, state: 'unmatched' }, { id, state: 'set-aside' }], lock: { mode: 'pessimistic_write' } });
    if (!row) throw new DomainError('conflict', 'inbound-mail-gone');
    return row;
  }

  /** Servers deliver the same mail twice now and then. */
  private isRepeat(tx: Tx, id: string, messageId: string): Promise<boolean> {
    return tx.manager.existsBy(InboundMailRow, [
      { id: Not(id), messageId, state: 'done' },
      { id: Not(id), messageId, state: 'unmatched' },
    ]);
  }

  /** A private key that somebody has mailed, as a file or among his words, is not kept (ADR 9). */
  private withoutKeys({ text, subject, files }: InboundMail): { words: string; kept: InboundFile[]; keys: number } {
    const own = ownWords(text, MOST_WORDS);
    const keyed = holdsKey(Buffer.from(own));
    const kept = files.filter(({ bytes }) => !holdsKey(bytes));
    return { words: (keyed ? '' : own) || subject, kept, keys: files.length - kept.length + Number(keyed) };
  }
}

function failuresOf({ report }: InboundMail): MailFailure[] {
  const failed = report?.recipients.filter(({ action }) => action === 'failed') ?? [];
  return failed.map((recipient) => ({ address: recipient.address, cause: { code: bounceCause(recipient), detail: oneLine(withoutAddresses(recipient.diagnostic), MOST_DIAGNOSTIC) || null } }));
}
