import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { LessThan, type Repository } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { DraftEntity } from './draft.entity.js';
import { type CaseLink, hashDraftToken, newDraftToken, openCaseLink, sealCaseLink } from './draft-seal.js';
import type { Answers } from './answers.js';

/** How long a draft outlives its last touch, milliseconds. */
const DRAFT_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A wizard in progress, as the controllers see it. */
export interface Draft {
  id: string;
  /** The cookie's value; never stored. */
  token: string;
  answers: Answers;
  /** DER of the certificate. */
  certificate: Buffer | null;
  /** The case that was made from this draft. */
  caseLink: CaseLink | null;
}

/** Keeps what people type and the certificate they brought, from the first upload until a day after the last touch. */
@Injectable()
export class DraftService {
  constructor(
    @InjectRepository(DraftEntity) private readonly drafts: Repository<DraftEntity>,
    private readonly clock: ClockService,
  ) {}

  /** The living draft of a cookie, its day begun anew; `null` when there is none or it has expired. */
  async find(token: string): Promise<Draft | null> {
    const now = this.clock.now();
    const row = await this.drafts.findOneBy({ tokenHash: hashDraftToken(token) });
    if (!row || row.touchedAt.getTime() + DRAFT_LIFETIME_MS < now.getTime()) return null;
    await this.drafts.update({ id: row.id }, { touchedAt: now });
    return {
      id: row.id,
      token,
      answers: row.answers,
      certificate: row.certificate,
      caseLink: row.sealedCase && openCaseLink(row.sealedCase, token),
    };
  }

  /** Begins a draft with the certificate that was read. */
  async begin(certificate: Uint8Array | null, answers: Answers = {}): Promise<Draft> {
    const token = newDraftToken();
    const draft = { id: randomUUID(), answers, certificate: certificate && Buffer.from(certificate) };
    await this.drafts.insert({ ...draft, tokenHash: hashDraftToken(token), touchedAt: this.clock.now() });
    return { ...draft, token, caseLink: null };
  }

  /** Another certificate in the place of the first; the answers stay. */
  async replaceCertificate(id: string, certificate: Uint8Array): Promise<void> {
    await this.drafts.update({ id }, { certificate: Buffer.from(certificate), touchedAt: this.clock.now() });
  }

  /** Adds answers as they were typed; others stay, also when two pages are sent at the same time. */
  async saveAnswers(id: string, answers: Answers): Promise<void> {
    await this.drafts
      .createQueryBuilder()
      .update()
      .set({ answers: () => 'answers || :patch::jsonb', touchedAt: this.clock.now() })
      .where('id = :id AND sealed_case IS NULL', { id, patch: JSON.stringify(answers) })
      .execute();
  }

  /** The case is made: of the draft only the way to the case is left. */
  async finish(draft: Draft, link: CaseLink): Promise<void> {
    await this.drafts.update(
      { id: draft.id },
      { sealedCase: sealCaseLink(link, draft.token), answers: {}, certificate: null, touchedAt: this.clock.now() },
    );
  }

  /** Deletes what nobody has touched for a day; gives the number deleted. */
  async deleteExpired(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - DRAFT_LIFETIME_MS);
    return (await this.drafts.delete({ touchedAt: LessThan(before) })).affected ?? 0;
  }
}
