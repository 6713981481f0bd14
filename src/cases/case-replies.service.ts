import { Injectable } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import { storedFile } from './case-files.service.js';
import { canMove } from './case-status.js';
import { Case, CaseEvent, CaseFile } from './case.entity.js';
import type { OutgoingFile } from './new-case.js';

/** Something that came back about a case. */
export interface CaseReply {
  /** Address of the sender; anybody can write one. */
  from: string;
  text: string;
  /** A program wrote it: kept, but nobody is called. */
  automatic: boolean;
  /** It answers a mail of ours or came to a signed address; otherwise only somebody's word ties it to the case. */
  trusted: boolean;
  files: OutgoingFile[];
  /** Files, and words, that held a private key and were not kept. */
  keysLeftOut: number;
}

/** Answers that come by mail, on the case's timeline. */
@Injectable()
export class CaseRepliesService {
  constructor(
    private readonly deadlines: CaseDeadlinesService,
    private readonly herald: CaseHeraldService,
    private readonly clock: ClockService,
  ) {}

  /** The case with a number, `null` when there is none. */
  async find(tx: Tx, number: string): Promise<string | null> {
    const row = await tx.manager.findOne(Case, { where: { number }, select: { id: true } });
    return row?.id ?? null;
  }

  /**
   * Writes it down, with its files. The applicant's own answer is his message; whatever else comes is for operators, because it may speak
   * of other people. A case that waited for an answer goes to the operators; a finished one stays so, but is news on the worklist.
   */
  async record(tx: Tx, caseId: string, { from, text, automatic, trusted, files, keysLeftOut }: CaseReply): Promise<void> {
    const row = await tx.manager.findOneOrFail(Case, { where: { id: caseId }, lock: { mode: 'pessimistic_write' } });
    const now = this.clock.now();
    const byApplicant = trusted && !automatic && from.toLowerCase() === row.request.contact.email.toLowerCase();
    for (const { fileName, mediaType, bytes } of files) await tx.manager.insert(CaseFile, storedFile(caseId, 'received', fileName, mediaType, bytes, now));
    const event = byApplicant ? 'message' : automatic ? 'auto-reply' : 'reply';
    const params = { text, from, ...(files.length > 0 && { files: String(files.length) }), ...(keysLeftOut > 0 && { keys: String(keysLeftOut) }), ...(!trusted && { doubtful: 'yes' }) };
    await tx.manager.insert(CaseEvent, { caseId, at: now, event, actor: byApplicant ? 'applicant' : 'service', accountId: null, internal: !byApplicant, params });
    const before = row.status;
    const over = row.status === 'resolved' || row.status === 'closed' || row.status === 'cancelled' || row.status === 'self-help';
    if (!automatic && !over && canMove(row.status, 'awaiting-operator') && !(byApplicant && row.status !== 'awaiting-applicant')) row.status = 'awaiting-operator';
    Object.assign(row, { updatedAt: now, version: row.version + 1 } satisfies Partial<Case>);
    await this.deadlines.renew(tx.manager, row, now);
    await this.herald.status(tx, row, before, { at: now, from: now });
    await tx.manager.save(Case, row);
  }
}
