import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { DirectoryAnswer } from '../directory/directory-answer.js';
import type { Category, RuleId } from '../triage/verdict.js';
import type { CaseRequest } from './case-request.js';

type Say = (key: string, params?: object) => string;
/** What a ticket tells about a case. */
export interface TicketSource {
  request: CaseRequest;
  certificate: CertificateFacts;
  verdict: { ruleId: RuleId };
  category: Category;
  directory: DirectoryAnswer | null;
}

/** Troubles of which the support has to know the accounts. */
const ABOUT_ACCOUNTS: readonly Category[] = ['duplicate-user', 'user-blocked'];

/** What a ticket tells besides the applicant's own words: the window, his answers, the certificate. No СНИЛС, no ИНН of a person. */
export function ticketDetails({ request, certificate, verdict, category, directory }: TicketSource, say: Say): { label: string; value: string }[] {
  const { importResult, facts } = request;
  const answer = (value: string): string => say(`cases.ticket.answers.${value}`);
  const seen = (count: number | null): string | number => count ?? say('cases.ticket.notSeen');
  const hasCounters = importResult !== null && (importResult.previouslyLoaded !== null || importResult.withOwner !== null);
  const window = hasCounters
    ? say('cases.ticket.window', { previouslyLoaded: seen(importResult.previouslyLoaded), withOwner: seen(importResult.withOwner) })
    : importResult?.errorText
      ? null
      : say('cases.ticket.notImported');
  const lines: [label: string, value: string | null][] = [
    ['rule', say('cases.ticket.rule', { category: say(`triage.categories.${category}`), ruleId: verdict.ruleId })],
    ['window', window],
    ['error', importResult?.errorText ?? null],
    ['registered', answer(facts.userRegistered)],
    ['blocked', answer(facts.userBlocked)],
    ['current', answer(facts.currentCertificateValid)],
    ['colleague', answer(facts.colleagueCanImport)],
    ['login', facts.loginFailed === 'yes' ? answer('yes') : null],
    ['owner', certificate.subject.commonName],
    [
      'certificate',
      say('cases.ticket.validity', { serialNumber: certificate.serialNumber, from: day(certificate.notBefore), to: day(certificate.notAfter) }),
    ],
    ['thumbprint', certificate.thumbprint],
    ...(ABOUT_ACCOUNTS.includes(category) ? accountsIn(directory, say).map((account): [string, string] => ['account', account]) : []),
  ];
  return lines.flatMap(([label, value]) => (value === null ? [] : [{ label: say(`cases.ticket.labels.${label}`), value }]));
}

/** The accounts that are surely his, in the fewest words by which the support can find them. */
function accountsIn(directory: DirectoryAnswer | null, say: Say): string[] {
  return (directory?.accounts ?? [])
    .filter(({ strength }) => strength !== 'weak')
    .map(({ login, blocked, fields }) => {
      const of = (name: string): string => fields.find(({ field }) => field === name)?.directory ?? '';
      return say(`cases.ticket.${blocked ? 'blockedAccount' : 'account'}`, { login: login ?? say('cases.ticket.noLogin'), fullName: of('name'), organization: of('organization') });
    });
}

/** «31.05.2027» of an ISO instant. */
function day(iso: string): string {
  return iso.slice(0, 10).split('-').reverse().join('.');
}
