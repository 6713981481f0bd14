import type { DeskCaseView } from '../cases/operators/desk-case-view.js';
import type { AnswerValues } from './answer-template.js';

/** What a case does not know itself. */
export interface AnswerSurroundings {
  /** Mailbox of the Department. */
  agencyEmail: string;
  /** Address of the portal. */
  baseUrl: string;
  /** Who writes. */
  operator: string;
}

/** What a case of one's own fills the placeholders with. The link to the status page is not among them: it holds the applicant's key. */
export function answerValues({ number, contact, organization, category, status }: Pick<DeskCaseView, 'number' | 'contact' | 'organization' | 'category' | 'status'>, { agencyEmail, baseUrl, operator }: AnswerSurroundings): AnswerValues {
  return {
    имя: givenNames(contact.fullName),
    фио: contact.fullName,
    номер: number,
    организация: organization?.shortName || organization?.name || '',
    инн: organization?.inn ?? '',
    причина: category.label,
    состояние: status.label,
    почта_управления: agencyEmail,
    портал: baseUrl,
    оператор: operator,
  };
}

/** Name and patronymic, as one is addressed: what follows the surname; the whole name where there is only one word. */
function givenNames(fullName: string): string {
  const [surname = '', ...given] = fullName.trim().split(/\s+/);
  return given.length > 0 ? given.join(' ') : surname;
}
