import type { LetterAddressee, LetterData, LetterEnclosure } from '../letters/letter-data.js';
import type { CaseOrganization, CaseRequest } from './case-request.js';

/** Who the letter comes from and speaks for, once nothing is missing (see `missingFor`). */
export interface LetterSource {
  caseNumber: string;
  request: CaseRequest;
  organization: CaseOrganization;
  enclosure: LetterEnclosure;
  addressee: LetterAddressee;
  createdAt: Date;
}

/** The data of a case's letter, kept with the case so that it always gives the same letter. */
export function letterData({ caseNumber, request, organization, enclosure, addressee, createdAt }: LetterSource): LetterData {
  const { contact, newUser } = request;
  if (!newUser) throw new Error('a letter without a user');
  const { name, inn, headPosition, headName, ...requisites } = organization;
  return {
    caseNumber,
    addressee,
    organization: { ...requisites, name: name ?? '', inn: inn ?? '', headPosition: headPosition ?? '', headName: headName ?? '' },
    users: [newUser],
    enclosures: [enclosure],
    contact: { ...contact, position: contact.position ?? '' },
    registration: null,
    createdAt: createdAt.toISOString(),
  };
}
