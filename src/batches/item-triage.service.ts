import { Injectable } from '@nestjs/common';
import { CertificatesService } from '../certificates/certificates.service.js';
import { soughtPerson, type SoughtPerson } from '../directory/sought-person.js';
import { TriageService } from '../triage/triage.service.js';
import { saidOf } from './batch-answers.js';
import type { Sorted } from './batch-items.queries.js';
import type { CommonAnswers } from './batch-row.js';
import type { BatchItem } from './batch.entity.js';

/** Sorts items: by their certificate, or by what their row says where there is none. */
@Injectable()
export class ItemTriageService {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly triage: TriageService,
  ) {}

  /** In the order of the items. @throws Error when the directory does not answer. */
  async study(portion: readonly BatchItem[], common: CommonAnswers): Promise<Sorted[]> {
    const asked = await Promise.all(portion.map(async (item) => ({ said: saidOf(item, common), person: await this.personOf(item) })));
    const studies = await this.triage.studyAll(asked);
    return studies.flatMap(({ verdict }, index) => {
      const item = portion[index];
      return item ? [{ place: item.place, kind: verdict.decided ? verdict.category : 'undecided', verdict, notes: item.notes, answered: item.answered }] : [];
    });
  }

  private async personOf({ der, said }: BatchItem): Promise<SoughtPerson> {
    if (der === null) return personOfRow(said);
    const certificate = await this.certificates.inspect(der);
    if (!certificate.ok) throw new Error('a certificate that was read is none');
    const person = said && { organization: said.organization, contact: { ...(said.person.fullName && { fullName: said.person.fullName }), ...(said.person.email && { email: said.person.email }) } };
    return soughtPerson(certificate, person ?? undefined);
  }
}

/** A table tells no numbers of a person: his name, organisation and mailbox have to do. */
function personOfRow(said: BatchItem['said']): SoughtPerson {
  const { person, organization, thumbprint } = said ?? {};
  return {
    snils: null, inn: null, thumbprint: thumbprint ?? '', fullName: person?.fullName ?? null, emails: person?.email ? [person.email.toLowerCase()] : [],
    organizationInn: organization?.inn ?? null, organizationName: organization?.name ?? null,
  };
}
