import { z } from 'zod';
import { caseRequestSchema, contactSchema, line, organizationSchema, type CaseRequest } from '../cases/case-request.js';
import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { ownerOf } from '../certificates/owner-name.js';
import { checkInput } from '../platform/input-faults.js';
import { foldName } from '../directory/folded-name.js';
import { compareNames } from '../directory/name-comparison.js';
import type { InputFault } from '../platform/domain-error.js';
import type { BatchRow, CommonAnswers } from './batch-row.js';

/** `row`: each person of the table is his own contact; `all`: one contact for all. */
const contactOf = z.discriminatedUnion('contactFrom', [z.object({ contactFrom: z.literal('row') }), z.object({ contactFrom: z.literal('all'), contact: contactSchema })]);

/** What is asked once for all cases that are made together. What the table or the certificate says of a person goes before it. */
export const makingFormSchema = z
  .object({
    organization: organizationSchema,
    position: line(250),
    roles: z.array(line(250).min(1)).max(60),
    sameRolesAs: line(150),
    /** `shared`: one letter for all people of an organisation. */
    letters: z.enum(['own', 'shared']).default('own'),
    consent: z.literal(true),
  })
  .and(contactOf)
  .refine(({ letters, contactFrom }) => letters === 'own' || contactFrom === 'all', { path: ['letters'], params: { code: 'shared-letter-contact' } });

export type MakingForm = z.output<typeof makingFormSchema>;

/** Items that need a letter, for how many organisations, and how many of them have in the table what only the table or the form can say. */
export interface LettersOutlook {
  letters: number;
  organizations: number;
  headPosition: number;
  headName: number;
  roles: number;
}

/** What no letter can be written without and neither the form nor any row says. */
export function lackOf({ organization, roles, sameRolesAs }: MakingForm, { letters, ...known }: LettersOutlook): InputFault[] {
  if (letters === 0) return [];
  const faults: InputFault[] = (['headPosition', 'headName'] as const).filter((field) => !organization[field] && known[field] === 0).map((field) => ({ path: `organization.${field}`, code: 'required' }));
  return roles.length > 0 || sameRolesAs || known.roles > 0 ? faults : [...faults, { path: 'roles', code: 'roles-required' }];
}

/** What one case is made of. */
export interface MakingSource {
  row: BatchRow | null;
  facts: CertificateFacts;
  /** All that was said of him to triage. */
  answers: CommonAnswers;
  form: MakingForm;
  /** Version of the consent that is in force. */
  consent: string;
}

/** The request for one item. @throws DomainError `validation-failed` with what is missing or wrong. */
export function requestOf({ row, facts, answers, form, consent }: MakingSource): CaseRequest {
  const { subject } = facts;
  const owner = nameOf(row?.person.fullName ?? null, ownerOf(facts));
  const own = { fullName: owner, position: row?.person.position ?? subject.title ?? null, phone: row?.person.phone ?? null, email: row?.person.email ?? subject.email };
  const contact = form.contactFrom === 'all' ? form.contact : own;
  const organization = row?.organization;
  return checkInput(caseRequestSchema, {
    ...answers,
    organization: {
      ...form.organization,
      inn: organization?.inn ?? subject.innLegal ?? form.organization.inn,
      kpp: organization?.kpp ?? form.organization.kpp,
      name: organization?.name ?? subject.organization ?? form.organization.name,
      headPosition: organization?.headPosition ?? form.organization.headPosition,
      headName: organization?.headName ?? form.organization.headName,
    },
    contact,
    newUser: {
      fullName: owner,
      position: own.position ?? (form.position || null),
      phone: own.phone ?? contact.phone,
      email: own.email ?? contact.email,
      roles: row && row.roles.length > 0 ? row.roles : form.roles,
      sameRolesAs: row?.sameRolesAs ?? (form.sameRolesAs || null),
    },
    consent: { accepted: true, version: consent },
  });
}

/** The table's word goes before the certificate's, unless it tells the same or less: in capitals, with initials. */
function nameOf(said: string | null, owner: string | null): string | null {
  if (said === null || owner === null) return said ?? owner;
  const folded = foldName(said);
  const comparison = folded.given === '' ? 'partial' : compareNames(folded, foldName(owner));
  return comparison === 'same' || comparison === 'partial' ? owner : said;
}
