import { Injectable } from '@nestjs/common';
import { CertificatesService } from '../certificates/certificates.service.js';
import { soughtPerson } from '../directory/sought-person.js';
import { TriageService } from '../triage/triage.service.js';
import { saidOf } from './batch-answers.js';
import type { Sorted } from './batch-items.queries.js';
import type { CommonAnswers } from './batch-row.js';
import type { BatchItem } from './batch.entity.js';

/** Questions to the directory at a time. */
const AT_ONCE = 4;

/** Sorts items whose certificate was read. */
@Injectable()
export class ItemTriageService {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly triage: TriageService,
  ) {}

  /** In no certain order. */
  async study(portion: readonly BatchItem[], common: CommonAnswers): Promise<Sorted[]> {
    const sorted: Sorted[] = [];
    const waiting = [...portion];
    const worker = async (): Promise<void> => {
      for (let item = waiting.shift(); item; item = waiting.shift()) sorted.push(await this.one(item, common));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return sorted;
  }

  private async one(item: BatchItem, common: CommonAnswers): Promise<Sorted> {
    const { place, der, said, answered, notes } = item;
    const certificate = await this.certificates.inspect(der ?? new Uint8Array());
    if (!certificate.ok) throw new Error('a certificate that was read is none');
    const person = said && { organization: said.organization, contact: { ...(said.person.fullName && { fullName: said.person.fullName }), ...(said.person.email && { email: said.person.email }) } };
    const { verdict } = await this.triage.study(saidOf(item, common), soughtPerson(certificate, person ?? undefined));
    return { place, kind: verdict.decided ? verdict.category : 'undecided', verdict, notes, answered };
  }
}
