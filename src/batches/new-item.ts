import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { ownerOf } from '../certificates/owner-name.js';
import type { BatchKind, ItemRefusal } from './batch-kind.js';
import type { LonelyNote } from './batch-join.js';
import type { BatchRow } from './batch-row.js';

const LONGEST_NAME = 300;

/** An item before anything is known of it. */
function blankItem(batchId: string, place: number, kind: BatchKind) {
  return { batchId, place, kind, fileName: null, rowNumber: null, thumbprint: null, der: null, facts: null, said: null, answered: null, person: null, organization: null, refusal: null, sameAs: null, notes: [], verdict: null, decision: null, caseId: null, caseNumber: null };
}

/** A file of the archive: a certificate, one that was there before (`first`: its place), or what was not taken. */
export function itemOfFile(batchId: string, place: number, fileName: string, file: { der: Buffer; facts: CertificateFacts } | { refused: ItemRefusal }, first: number | null) {
  const name = fileName.replaceAll('\0', '').slice(-LONGEST_NAME);
  if ('refused' in file) return { ...blankItem(batchId, place, 'refused'), fileName: name, refusal: file.refused };
  const { facts, der } = file;
  const read = { ...blankItem(batchId, place, 'read'), fileName: name, thumbprint: facts.thumbprint, facts, person: ownerOf(facts), organization: facts.subject.organization };
  return first === null ? { ...read, der, notes: facts.validity === 'expired' ? ['expired'] : [] } : { ...read, kind: 'repeated' as const, sameAs: first };
}

/** A row that has no file of its own; `read`: of a batch without an archive, it is sorted by what it says. */
export function itemOfRow(batchId: string, place: number, row: BatchRow, kind: 'no-file' | 'row-repeated' | 'read', { sameAs, note }: { sameAs: number | null; note: LonelyNote | 'no-certificate' | null }) {
  return { ...blankItem(batchId, place, kind), rowNumber: row.number, fileName: row.fileName, thumbprint: row.thumbprint, said: row, person: row.person.fullName, organization: row.organization.name, sameAs, notes: [...(note ? [note] : []), ...(kind === 'read' ? row.unclear.map((field) => `unclear-${field}`) : [])] };
}
