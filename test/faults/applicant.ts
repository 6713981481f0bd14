import { randomUUID } from 'node:crypto';
import { makeCertificate } from '../support/certificate-fixtures.js';

/** What the applicant is told when his case is acknowledged. */
export interface Acknowledged {
  number: string;
  accessKey: string;
}

/** A whole request for the letter route, by its public contract; invented people. */
const REQUEST = {
  importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null },
  facts: { userRegistered: 'no', edms: 'none', signsDocuments: 'no' },
  organization: { inn: '7299000007', name: 'ГБУ ТО «Тестовая больница № 1»', headPosition: 'Главный врач', headName: 'Петров Иван Сергеевич' },
  contact: { fullName: 'Иванова Мария Петровна', position: 'Специалист', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
  newUser: {
    fullName: 'Иванова Мария Петровна',
    position: 'Специалист по закупкам',
    phone: '+7 3452 00-00-00',
    email: 'ivanova@example.ru',
    sameRolesAs: 'Сидорова Анна Ивановна',
  },
  consent: { accepted: true, version: '2026-11' },
};

const PATIENCE_MS = 15_000;
const CERTIFICATE = Buffer.from(makeCertificate());
const SCAN = Buffer.from('%PDF-1.7\n% signed and scanned\n');

/** The same case as multipart: its letter is signed already, so that it is delivered at once. */
export function caseForm(changes: Partial<typeof REQUEST> = {}): FormData {
  const form = new FormData();
  form.set('case', JSON.stringify({ ...REQUEST, ...changes }));
  form.set('certificate', new Blob([CERTIFICATE]), 'ivanova.cer');
  form.set('signedLetter', new Blob([SCAN]), 'letter.pdf');
  return form;
}

/** Sends a case and gives the answer's status, and the answer when it is 201. An answer that never comes is an error. */
export async function send(baseUrl: string, key: string = randomUUID()): Promise<{ status: number; acknowledged: Acknowledged | null }> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${baseUrl}/api/v1/cases`, { method: 'POST', headers: { 'idempotency-key': key }, body: caseForm(), signal });
  const body = await response.json();
  return { status: response.status, acknowledged: response.status === 201 ? (body as Acknowledged) : null };
}

/** Sends a case; `null` when no answer came, which happens while the service is being killed. */
export function submit(baseUrl: string, key?: string): Promise<Acknowledged | null> {
  return send(baseUrl, key).then(
    ({ acknowledged }) => acknowledged,
    () => null,
  );
}

/** Sends a case that must be acknowledged. */
export async function submitted(baseUrl: string): Promise<Acknowledged> {
  const { status, acknowledged } = await send(baseUrl);
  if (!acknowledged) throw new Error(`no case: ${status}`);
  return acknowledged;
}
