import type { DirectoryAnswer } from '../directory/directory-answer.js';
import type { Category } from '../triage/verdict.js';
import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { caseRequestSchema } from './case-request.js';
import { ticketDetails } from './ticket-details.js';

const certificate: CertificateFacts = {
  subject: {
    commonName: 'Иванова Мария Петровна',
    surname: 'Иванова',
    givenName: 'Мария Петровна',
    title: 'Специалист',
    organization: 'ГБУ «Больница»',
    snilsTail: '95',
    inn: '729900000107',
    innLegal: '7299000007',
    ogrn: '1997200000004',
    ogrnip: null,
    email: 'ivanova@example.ru',
  },
  issuer: 'Тестовый УЦ',
  serialNumber: '0A',
  thumbprint: 'F'.repeat(40),
  notBefore: '2026-03-01T00:00:00.000Z',
  notAfter: '2027-05-31T00:00:00.000Z',
  keyAlgorithm: 'RSA',
  validity: 'valid',
  warnings: [],
};

const details = (request: object, directory: DirectoryAnswer | null = null, category: Category = 'user-missing'): Record<string, string> => {
  const parsed = caseRequestSchema.parse({
    importResult: null,
    contact: { fullName: 'Иванова Мария Петровна', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
    consent: { accepted: true, version: '2026-11' },
    ...request,
  });
  const say = (key: string, params: object = {}): string => [key, ...Object.values(params).map(String)].join('|');
  const lines = ticketDetails({ request: parsed, certificate, verdict: { ruleId: 'user-missing' as never }, category, directory }, say);
  return Object.fromEntries(lines.map(({ label, value }) => [label.replace('cases.ticket.labels.', ''), value]));
};

describe('a ticket', () => {
  it('tells what the window showed, and what was not seen in it', () => {
    expect(details({ importResult: { previouslyLoaded: 0, withOwner: null } })['window']).toBe('cases.ticket.window|0|cases.ticket.notSeen');
  });

  it('says that nothing was imported when there is neither a window nor an error', () => {
    expect(details({})['window']).toBe('cases.ticket.notImported');
    expect(details({ importResult: { previouslyLoaded: null, withOwner: null } })['window']).toBe('cases.ticket.notImported');
  });

  it('quotes the error instead of a window that did not come', () => {
    expect(details({ importResult: { errorText: 'Ошибка 500' } })).toMatchObject({ error: 'Ошибка 500' });
    expect(details({ importResult: { errorText: 'Ошибка 500' } })).not.toHaveProperty('window');
  });

  it('speaks of the login only when it failed', () => {
    expect(details({})).not.toHaveProperty('login');
    expect(details({ facts: { loginFailed: 'yes' } })).toHaveProperty('login', 'cases.ticket.answers.yes');
  });

  it('names the certificate by owner, serial number, days and thumbprint', () => {
    expect(details({})).toMatchObject({
      owner: 'Иванова Мария Петровна',
      certificate: 'cases.ticket.validity|0A|01.03.2026|31.05.2027',
      thumbprint: 'F'.repeat(40),
    });
  });

  it('names the sure accounts of a duplicate by login, name and organisation only', () => {
    const fields = [
      { field: 'name', certificate: 'Иванова Мария Петровна', directory: 'Иванова М.П.', verdict: 'similar' },
      { field: 'inn', certificate: '729900000107', directory: '729900000107', verdict: 'same' },
      { field: 'snils', certificate: '595', directory: '595', verdict: 'same' },
    ] as const;
    const account = (login: string, strength: 'certain' | 'weak', blocked = false) => ({ login, strength, blocked, fields: [...fields] });
    const accounts = [account('ivanova', 'certain'), account('ivanova2', 'certain', true), account('namesake', 'weak')];
    const answer: DirectoryAnswer = { findings: { known: true, accounts: 2, blocked: false, certificateLoaded: false }, version: 1, asOf: null, accounts };
    const told = details({}, answer, 'duplicate-user');
    expect(told['account']).toBe('cases.ticket.blockedAccount|ivanova2|Иванова М.П.|');
    expect(JSON.stringify(told)).not.toMatch(/namesake|729900000107|595/);
    expect(details({}, answer, 'user-missing')).not.toHaveProperty('account');
  });

  it('gives away neither the СНИЛС nor the ИНН of a person', () => {
    const all = Object.values(details({ importResult: { previouslyLoaded: 1, withOwner: 0, errorText: 'x' }, facts: { loginFailed: 'yes' } })).join('\n');
    expect(all).not.toMatch(/729900000107|snils|СНИЛС/i);
  });
});
