import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { InputFault } from '../platform/domain-error.js';
import type { Route } from '../triage/verdict.js';
import type { CaseOrganization, CaseRequest } from './case-request.js';

const NO_ORGANIZATION: CaseOrganization = {
  inn: null,
  kpp: null,
  ogrn: null,
  name: null,
  shortName: null,
  address: null,
  phone: null,
  email: null,
  headPosition: null,
  headName: null,
};

/** Whether a route needs the official letter. */
export function needsLetter(route: Route): boolean {
  return route === 'letter-email' || route === 'letter-edms';
}

/** What was typed about the organisation, its gaps filled from the certificate. */
export function completeOrganization(typed: CaseOrganization | null, { subject }: CertificateFacts): CaseOrganization {
  const organization = typed ?? NO_ORGANIZATION;
  return {
    ...organization,
    name: organization.name ?? subject.organization,
    inn: organization.inn ?? subject.innLegal ?? (subject.ogrnip ? subject.inn : null),
    ogrn: organization.ogrn ?? subject.ogrn ?? subject.ogrnip,
  };
}

/**
 * What a route still lacks. A letter needs the sender, its head, and the user with his roles or a colleague's
 * (instruction: «должность специалиста, телефон, адрес электронной почты, роли пользователя»); other routes need nothing more.
 */
export function missingFor(route: Route, request: CaseRequest, organization: CaseOrganization): InputFault[] {
  if (!needsLetter(route)) return [];
  const faults: InputFault[] = (['name', 'inn', 'headPosition', 'headName'] as const)
    .filter((field) => !organization[field])
    .map((field) => ({ path: `organization.${field}`, code: 'required' }));
  if (!request.newUser) return [...faults, { path: 'newUser', code: 'required' }];
  if (request.newUser.roles.length === 0 && !request.newUser.sameRolesAs) faults.push({ path: 'newUser.roles', code: 'roles-required' });
  return faults;
}
