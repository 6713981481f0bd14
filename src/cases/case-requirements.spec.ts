import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { Route } from '../triage/verdict.js';
import { completeOrganization, missingFor, needsLetter } from './case-requirements.js';
import { caseRequestSchema, type CaseOrganization } from './case-request.js';

const facts = (subject: Partial<CertificateFacts['subject']>): CertificateFacts =>
  ({ subject: { organization: null, inn: null, innLegal: null, ogrn: null, ogrnip: null, ...subject } }) as CertificateFacts;

const request = (changes: object = {}) =>
  caseRequestSchema.parse({
    importResult: null,
    contact: { fullName: 'Иванова Мария Петровна', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
    consent: { accepted: true, version: '2026-11' },
    newUser: { fullName: 'Иванова Мария Петровна', position: 'Специалист', phone: '+7 3452 00-00-00', email: 'i@example.ru', sameRolesAs: 'Сидорова А. И.' },
    ...changes,
  });

const organization: CaseOrganization = {
  ...completeOrganization(null, facts({ organization: 'ГБУ «Больница»', innLegal: '7299000007' })),
  headPosition: 'Главный врач',
  headName: 'Петров Иван Сергеевич',
};

const ROUTES: Route[] = ['self-help', 'letter-edms', 'letter-email', 'service-desk', 'operator'];

describe('what a case still lacks', () => {
  it('is asked for only where a letter is written', () => {
    const nobody = completeOrganization(null, facts({}));
    for (const route of ROUTES) expect(missingFor(route, request({ newUser: null }), nobody).length > 0).toBe(needsLetter(route));
    expect(ROUTES.filter(needsLetter)).toEqual(['letter-edms', 'letter-email']);
  });

  it('is nothing when sender, head and user are known', () => {
    expect(missingFor('letter-email', request(), organization)).toEqual([]);
  });

  it.each(['name', 'inn', 'headPosition', 'headName'] as const)('names the organisation’s %s', (field) => {
    expect(missingFor('letter-edms', request(), { ...organization, [field]: null })).toEqual([{ path: `organization.${field}`, code: 'required' }]);
  });

  it('names the user, or his roles when neither they nor a colleague are given', () => {
    const { newUser } = request();
    expect(missingFor('letter-email', request({ newUser: null }), organization)).toEqual([{ path: 'newUser', code: 'required' }]);
    const without = request({ newUser: { ...newUser, sameRolesAs: null } });
    expect(missingFor('letter-email', without, organization)).toEqual([{ path: 'newUser.roles', code: 'roles-required' }]);
    const withRoles = request({ newUser: { ...newUser, sameRolesAs: null, roles: ['Заказчик'] } });
    expect(missingFor('letter-email', withRoles, organization)).toEqual([]);
  });
});

describe('the organisation', () => {
  const typed: CaseOrganization = { ...organization, inn: '7299000014', name: 'Как ввели', ogrn: null };

  it('keeps what was typed and takes the rest from the certificate', () => {
    const complete = completeOrganization(typed, facts({ organization: 'Из сертификата', innLegal: '7299000007', ogrn: '1997200000004' }));
    expect(complete).toMatchObject({ inn: '7299000014', name: 'Как ввели', ogrn: '1997200000004' });
  });

  it('never gets the ИНН of an employee, only that of an entrepreneur', () => {
    const employee = facts({ inn: '729900000107' });
    expect(completeOrganization(null, employee).inn).toBeNull();
    const entrepreneur = facts({ inn: '729900000107', ogrnip: '399720000000018' });
    expect(completeOrganization(null, entrepreneur)).toMatchObject({ inn: '729900000107', ogrn: '399720000000018' });
  });
});
