import type { LetterAddressee, LetterData, LetterEnclosure } from '../letters/letter-data.js';
import type { CaseOrganization, CaseRequest } from './case-request.js';

/** Who the letter comes from and speaks for, once nothing is missing (see `missingFor`). */
export interface LetterSource {
  caseNumber: string;
  organization: CaseOrganization;
  addressee: LetterAddressee;
  createdAt: Date;
}

/** The data of a case's letter, kept with the case so that it always gives the same letter. */
export function letterData({ request, enclosure, ...source }: LetterSource & { request: CaseRequest; enclosure: LetterEnclosure }): LetterData {
  return sharedLetterData({ ...source, requests: [request], enclosures: [enclosure] });
}

/** The same for several users with an enclosure each, in order; the first request's contact speaks for all. */
export function sharedLetterData({ caseNumber, requests, organization, enclosures, addressee, createdAt }: LetterSource & { requests: CaseRequest[]; enclosures: LetterEnclosure[] }): LetterData {
  const users = requests.flatMap(({ newUser }) => newUser ?? []);
  const contact = requests[0]?.contact;
  if (!contact || users.length !== requests.length) throw new Error('a letter without a user');
  const { name, inn, headPosition, headName, ...requisites } = organization;
  return {
    caseNumber,
    addressee,
    organization: { ...requisites, name: name ?? '', inn: inn ?? '', headPosition: headPosition ?? '', headName: headName ?? '' },
    users,
    enclosures,
    contact: { ...contact, position: contact.position ?? '' },
    registration: null,
    createdAt: createdAt.toISOString(),
  };
}
