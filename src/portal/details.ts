import type { z } from 'zod';
import { needsLetter } from '../cases/case-requirements.js';
import { type CaseRequest, caseRequestSchema, importResultSchema } from '../cases/case-request.js';
import type { InputFault } from '../platform/domain-error.js';
import { inputFaults } from '../platform/input-faults.js';
import type { ApplicantFacts, ImportResult, Route } from '../triage/verdict.js';
import { type Answers, importKind, typed } from './answers.js';

/** Fields of each page that asks for personal data, in their order. */
export const CONTACT_FIELDS = ['contact.fullName', 'contact.position', 'contact.phone', 'contact.email'] as const;
export const DESK_ORGANIZATION_FIELDS = ['organization.name', 'organization.inn'] as const;
export const ORGANIZATION_FIELDS = [
  'organization.name',
  'organization.shortName',
  'organization.inn',
  'organization.kpp',
  'organization.ogrn',
  'organization.address',
  'organization.phone',
  'organization.email',
  'organization.headPosition',
  'organization.headName',
] as const;
export const NEW_USER_PERSON_FIELDS = ['newUser.fullName', 'newUser.position', 'newUser.phone', 'newUser.email'] as const;
export const NEW_USER_ROLE_FIELDS = ['newUser.sameRolesAs', 'newUser.roles'] as const;
export const NEW_USER_FIELDS = [...NEW_USER_PERSON_FIELDS, ...NEW_USER_ROLE_FIELDS] as const;

/** What a letter cannot do without, beyond what every request needs. */
const LETTER_NEEDS = ['contact.position', 'organization.name', 'organization.inn', 'organization.headPosition', 'organization.headName'];

/** Names of the fields of `/details`; a letter has the organisation on a page of its own. */
export function detailFields(route: Route): string[] {
  return needsLetter(route) ? [...CONTACT_FIELDS, 'consent'] : ['description', ...CONTACT_FIELDS, ...DESK_ORGANIZATION_FIELDS, 'consent'];
}

/** The `case` of the public contract from completed answers; not yet checked. Agreed is only to the text that holds now. */
export function requestFrom(
  answers: Answers,
  route: Route,
  importResult: ImportResult | null,
  facts: ApplicantFacts,
  consentVersion: string,
): z.input<typeof caseRequestSchema> {
  const part = (prefix: string, fields: readonly string[]) =>
    Object.fromEntries(fields.map((field) => [field.slice(prefix.length + 1), typed(answers, field)]));
  const roles = typed(answers, 'newUser.roles').split('\n').map((role) => role.trim()).filter(Boolean);
  const letter = needsLetter(route);
  return {
    importResult,
    facts,
    organization: part('organization', letter ? ORGANIZATION_FIELDS : DESK_ORGANIZATION_FIELDS),
    contact: part('contact', CONTACT_FIELDS) as z.input<typeof caseRequestSchema>['contact'],
    newUser: letter
      ? ({ ...part('newUser', NEW_USER_PERSON_FIELDS), roles, sameRolesAs: typed(answers, 'newUser.sameRolesAs') } as z.input<typeof caseRequestSchema>['newUser'])
      : null,
    description: letter ? null : typed(answers, 'description'),
    consent: { accepted: (typed(answers, 'consent') === consentVersion) as true, version: consentVersion },
  };
}

/** Checks a request as `POST cases` does, and what its route needs beyond that. */
export function checkRequest(answers: Answers, route: Route, raw: z.input<typeof caseRequestSchema>): { request: CaseRequest | null; faults: InputFault[] } {
  const parsed = caseRequestSchema.safeParse(raw);
  const faults = parsed.success ? [] : inputFaults(parsed.error).map((fault) => ({ ...fault, path: fieldOf(fault.path), ...(fault.path.startsWith('consent') && { code: typed(answers, 'consent') === '' ? 'required' : 'changed' }) }));
  if (needsLetter(route)) {
    const missing = LETTER_NEEDS.filter((path) => typed(answers, path) === '');
    faults.push(...missing.map((path) => ({ path, code: 'required' })));
    if (!typed(answers, 'newUser.roles') && !typed(answers, 'newUser.sameRolesAs')) faults.push({ path: 'newUser.sameRolesAs', code: 'required' });
  }
  const first = faults.filter((fault, index) => faults.findIndex(({ path }) => path === fault.path) === index);
  return { request: parsed.success && first.length === 0 ? parsed.data : null, faults: first };
}

/** Faults of the page of the window «Импорт сертификатов пользователей». */
export function importFaults(answers: Answers): InputFault[] {
  switch (importKind(answers)) {
    case null:
      return [{ path: 'importResult.kind', code: 'required' }];
    case 'none':
      return [];
    case 'error':
      return errorTextFaults(typed(answers, 'importResult.errorText'));
    case 'counters': {
      const fields = ['importResult.previouslyLoaded', 'importResult.withOwner'];
      if (fields.every((path) => typed(answers, path) === '')) return [{ path: 'importResult.previouslyLoaded', code: 'required' }];
      return fields.filter((path) => !/^\d{0,6}$/.test(typed(answers, path))).map((path) => ({ path, code: 'digits' }));
    }
  }
}

/** What the request would say of the error's text, at once on its own page. */
function errorTextFaults(errorText: string): InputFault[] {
  if (errorText === '') return [{ path: 'importResult.errorText', code: 'required' }];
  const parsed = importResultSchema.safeParse({ errorText }, { reportInput: true });
  return parsed.success ? [] : inputFaults(parsed.error).map((fault) => ({ ...fault, path: `importResult.${fault.path}` }));
}

/** The field on the page that a path of the request belongs to; a fault of the consent is always that it was not given. */
function fieldOf(path: string): string {
  return path.startsWith('newUser.roles') ? 'newUser.roles' : path.startsWith('consent') ? 'consent' : path;
}
