import { fromBER } from 'asn1js';
import { readCertificate } from '../../dist/certificates/certificate-reader.js';
import { sampleLetter } from '../../dist/letters/letter-data.sample.js';
import { LetterDocxAdapter } from '../../dist/letters/letter-docx.adapter.js';
import { LetterPdfAdapter } from '../../dist/letters/letter-pdf.adapter.js';
import { TemplatesService } from '../../dist/platform/templates.service.js';
import { triage } from '../../dist/triage/triage.js';
import { CASE, exampleCertificate } from '../support/case-request.js';
import { median, perSecond, ROUNDS } from '../support/statistics.js';
import { rate, time } from '../support/table.js';

const SECONDS = 0.4;

/** Medians of several works, round by round side by side, so that a slow moment of the machine meets all of them. */
async function compare(...works) {
  for (const work of works) await perSecond(work, SECONDS);
  const rates = works.map(() => []);
  for (let round = 0; round < ROUNDS; round++) for (const [index, work] of works.entries()) rates[index].push(await perSecond(work, SECONDS));
  return rates.map(median);
}

/** Reading the example certificate; floor: asn1js takes it apart, nothing more. */
export async function certificateRow() {
  const file = exampleCertificate();
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const now = new Date('2026-11-24T09:00:00Z');
  const [ours, floor] = await compare(
    () => readCertificate(bytes, now),
    () => fromBER(bytes),
  );
  return rate('certificate reading', '/s', ours, floor, 'floor: ASN.1 parse alone');
}

const UNKNOWN = { userRegistered: 'unknown', userBlocked: 'unknown', currentCertificateValid: 'unknown', colleagueCanImport: 'unknown', edms: 'none', signsDocuments: 'unknown', loginFailed: 'unknown' };

/** Triage of three ordinary inputs in turn: decided at once, decided late, not decided (which looks for what to ask). */
export async function triageRow() {
  const directory = { known: false };
  const inputs = [
    { importResult: CASE.importResult, facts: { ...UNKNOWN, ...CASE.facts }, directory },
    { importResult: { previouslyLoaded: 0, withOwner: 1, errorText: null }, facts: UNKNOWN, directory },
    { importResult: null, facts: UNKNOWN, directory },
  ];
  let turn = 0;
  const [ours] = await compare(() => triage(inputs[turn++ % inputs.length]));
  return rate('triage', '/s', ours, null, 'decided and undecided inputs in turn');
}

/** The letter of one page, warm. */
export async function letterRows() {
  const words = new TemplatesService();
  const [pdf, docx] = [new LetterPdfAdapter(words), new LetterDocxAdapter(words)];
  let number = 0;
  const letter = () => sampleLetter({ caseNumber: `2026-${String(++number).padStart(6, '0')}` });
  const [pdfs, docxs] = await compare(
    () => pdf.pdf(letter()),
    () => docx.docx(letter()),
  );
  return [time('letter PDF', 1000 / pdfs, null, 'goal ≤ 10 ms; each letter another number'), time('letter DOCX', 1000 / docxs)];
}
