import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { In, type Repository } from 'typeorm';
import { holdsKey } from '../certificates/holds-key.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import type { LetterData, LetterEnclosure } from '../letters/letter-data.js';
import { LettersService } from '../letters/letters.service.js';
import { DomainError } from '../platform/domain-error.js';
import type { Tx } from '../platform/transactions.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import { Case, CaseFile, type StoredFileKind } from './case.entity.js';
import type { CaseFileKind, NewCase, OutgoingFile, UploadedFile } from './new-case.js';
import { scanKind } from './scan-kind.js';

/** The files of a case: what was brought is stored, what can be made again from the case is made when asked for. */
@Injectable()
export class CaseFilesService {
  constructor(
    @InjectRepository(CaseFile) private readonly repository: Repository<CaseFile>,
    private readonly letters: LettersService,
    private readonly certificates: CertificatesService,
    private readonly templates: TemplatesService,
  ) {}

  /** Rows for the files that come with a new case. @throws DomainError `signed-letter-refused`. */
  newFiles(caseId: string, number: string, { certificate, signedLetter }: NewCase, at: Date): CaseFile[] {
    const { fileName } = this.enclosure(certificate.facts, number, certificate.der);
    return [
      storedFile(caseId, 'certificate', fileName, 'application/pkix-cert', certificate.der, at),
      ...(signedLetter ? [this.signedLetter(caseId, number, signedLetter, at, 'signedLetter')] : []),
    ];
  }

  /** `path`: the part it came in. @throws DomainError `signed-letter-refused` with the sentence that says what to bring. */
  signedLetter(caseId: string, number: string, { bytes }: UploadedFile, at: Date, path = 'file'): CaseFile {
    const kind = scanKind(bytes);
    if (holdsKey(bytes)) throw this.refusal('private-key', path);
    if (!kind) throw this.refusal(bytes.length === 0 ? 'empty' : 'not-a-scan', path);
    return storedFile(caseId, 'signed-letter', this.templates.message('cases.files.signedLetter', { number, ...kind }), kind.mediaType, bytes, at);
  }

  /** A detached signature beside a PDF. @throws DomainError `signed-letter-refused` when it is anything else. */
  async signature(caseId: string, letter: CaseFile, { bytes }: UploadedFile, at: Date): Promise<CaseFile> {
    const reading = await this.certificates.inspect(bytes);
    if (reading.ok || reading.kind !== 'signature') throw this.refusal(holdsKey(bytes) ? 'private-key' : 'not-a-signature', 'signature');
    return storedFile(caseId, 'signature', `${letter.fileName}.sig`, 'application/pkcs7-signature', bytes, at);
  }

  /** Newest file of a kind, bytes included. */
  newest(caseId: string, kind: StoredFileKind, tx?: Tx): Promise<CaseFile | null> {
    const repository = tx?.manager.getRepository(CaseFile) ?? this.repository;
    return repository.findOne({ where: { caseId, kind }, order: { createdAt: 'DESC' } });
  }

  /** A signed letter that no longer fits what the letter says: kept, but never sent. */
  async discardSignedLetter(tx: Tx, caseId: string): Promise<void> {
    await tx.manager.update(CaseFile, { caseId, kind: In(['signed-letter', 'signature'] satisfies StoredFileKind[]) }, { kind: 'former-signed-letter' });
  }

  /** @throws DomainError `file-not-found` when this case has no such file. */
  async outgoing(own: Case, kind: CaseFileKind): Promise<OutgoingFile> {
    if (kind === 'certificate.zip') return this.archive(own);
    const row = own.letterOf === null || own.letterOf === own.id ? own : await this.repository.manager.findOneByOrFail(Case, { id: own.letterOf });
    if (!row.letter) throw new DomainError('not-found', 'file-not-found');
    if (kind === 'letter.pdf') return this.letterPdf(row, row.letter);
    if (kind === 'letter.docx') return this.letterDocx(row, row.letter);
    return this.edmsPackage(row, row.letter);
  }

  /** Zip with the certificate under a readable name; of a case that carries a shared letter, with the certificates of all. */
  async archive(row: Case): Promise<OutgoingFile> {
    if (row.letterOf === row.id && row.letter) return this.sharedArchive(row, row.letter);
    const certificate = await this.repository.findOneByOrFail({ caseId: row.id, kind: 'certificate' });
    const bytes = await this.letters.archive([{ fileName: certificate.fileName, der: certificate.content }], row.createdAt);
    return { fileName: this.enclosure(row.certificate, row.number, certificate.content).archiveName, mediaType: 'application/zip', bytes };
  }

  /** Ids and numbers of the cases of a shared letter, the carrier first. */
  membersOf(letterOf: string, tx?: Tx): Promise<Pick<Case, 'id' | 'number'>[]> {
    return (tx?.manager ?? this.repository.manager).find(Case, { where: { letterOf }, select: { id: true, number: true }, order: { number: 'ASC' } });
  }

  /** Certificates by the id of their case. */
  async certificatesOf(tx: Tx | null, caseIds: string[]): Promise<Map<string, Uint8Array>> {
    const found = await (tx?.manager ?? this.repository.manager).find(CaseFile, { where: { caseId: In(caseIds), kind: 'certificate' }, select: { id: true, caseId: true, content: true } });
    return new Map(found.map(({ caseId, content }) => [caseId, content]));
  }

  private async sharedArchive(row: Case, letter: LetterData): Promise<OutgoingFile> {
    const members = await this.membersOf(row.id);
    const certificates = await this.certificatesOf(null, members.map(({ id }) => id));
    const entries = members.map(({ id }, index) => ({ fileName: letter.enclosures[index]?.fileName ?? '', der: certificates.get(id) ?? new Uint8Array() }));
    return { fileName: letter.enclosures[0]?.archiveName ?? '', mediaType: 'application/zip', bytes: await this.letters.archive(entries, row.createdAt) };
  }

  async letterPdf(row: Case, letter: LetterData): Promise<OutgoingFile> {
    const fileName = this.templates.message('cases.files.letter', { number: row.number, extension: 'pdf' });
    return { fileName, mediaType: 'application/pdf', bytes: await this.letters.pdf(letter) };
  }

  private async letterDocx(row: Case, letter: LetterData): Promise<OutgoingFile> {
    const mediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    const fileName = this.templates.message('cases.files.letter', { number: row.number, extension: 'docx' });
    return { fileName, mediaType, bytes: await this.letters.docx(letter) };
  }

  /** All that is put into Directum or Бюрократ: the letter to sign and to edit, the certificate's archive, a card to copy. */
  private async edmsPackage(row: Case, letter: LetterData): Promise<OutgoingFile> {
    const files = await Promise.all([this.letterPdf(row, letter), this.letterDocx(row, letter), this.archive(row)]);
    const card = { fileName: this.templates.message('cases.files.card'), bytes: Buffer.from(this.letters.edmsCard(letter)) };
    const bytes = await this.letters.archive(
      [...files, card].map((file) => ({ fileName: file.fileName, der: file.bytes })),
      row.createdAt,
    );
    return { fileName: this.templates.message('cases.files.edmsPackage', { number: row.number }), mediaType: 'application/zip', bytes };
  }

  private enclosure({ subject, notAfter }: Case['certificate'], number: string, der: Uint8Array): LetterEnclosure {
    return this.letters.buildEnclosure({ commonName: subject.commonName, notAfter, der }, number);
  }

  /** `path` is the part of the request that was refused. */
  refusal(reason: string, path: string): DomainError {
    const message = this.templates.message(`cases.scanRefusals.${reason}`);
    return new DomainError('invalid', 'signed-letter-refused', { params: { reason: message }, faults: [{ path, code: reason, message }] });
  }
}

/** A row for a file; its name is shown to people. */
export function storedFile(caseId: string, kind: StoredFileKind, fileName: string, mediaType: string, bytes: Uint8Array, createdAt: Date): CaseFile {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { id: randomUUID(), caseId, kind, fileName, mediaType, size: content.length, sha256, content, createdAt };
}
