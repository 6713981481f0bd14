import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { TemplatesService } from '../platform/templates.service.js';
import { archiveCertificates, archiveFileName, certificateFileName, distinctFileNames, type ArchiveEntry } from './certificate-archive.js';
import { type LetterData, type LetterEnclosure } from './letter-data.js';
import { LetterDocxAdapter } from './letter-docx.adapter.js';
import { letterModel } from './letter-model.js';
import { LetterPdfAdapter } from './letter-pdf.adapter.js';

/** A certificate as its enclosure is described: whose, until when (ISO 8601), and the bytes. */
export interface EnclosedCertificate {
  commonName: string | null;
  notAfter: string;
  der: Uint8Array;
  /** For the table of a letter for several; left out in a letter for one. */
  notBefore?: string;
  serialNumber?: string;
}

/** Letters for other features: their files, the archive that goes with them, and the card for an EDMS. Stores nothing. */
@Injectable()
export class LettersService {
  constructor(
    private readonly words: TemplatesService,
    private readonly pdfAdapter: LetterPdfAdapter,
    private readonly docxAdapter: LetterDocxAdapter,
  ) {}

  /** How one certificate is called and described in the letter of a case, and the name of its archive. */
  buildEnclosure(certificate: EnclosedCertificate, caseNumber: string): LetterEnclosure {
    const { commonName, notAfter, der, notBefore, serialNumber } = certificate;
    return {
      fileName: certificateFileName({ commonName, notAfter }, this.words),
      archiveName: archiveFileName(caseNumber),
      size: der.byteLength,
      sha256: createHash('sha256').update(der).digest('hex'),
      ...(notBefore && serialNumber && { certificate: { serialNumber, notBefore, notAfter } }),
    };
  }

  /** The same for several certificates in one archive, under names that differ: those that `archive` will use. */
  buildEnclosures(certificates: readonly EnclosedCertificate[], caseNumber: string): LetterEnclosure[] {
    const enclosures = certificates.map((certificate) => this.buildEnclosure(certificate, caseNumber));
    const names = distinctFileNames(enclosures.map(({ fileName }) => fileName));
    return enclosures.map((enclosure, index) => ({ ...enclosure, fileName: names[index] ?? enclosure.fileName }));
  }

  /** PDF/A-2b, tagged; the same data gives the same bytes. */
  pdf(data: LetterData): Promise<Buffer> {
    return this.pdfAdapter.pdf(data);
  }

  /** Word file for editing; the same data gives the same bytes. */
  docx(data: LetterData): Promise<Buffer> {
    return this.docxAdapter.docx(data);
  }

  /** ZIP with readable names; the same entries and instant give the same bytes. See `archiveCertificates`. */
  archive(entries: readonly ArchiveEntry[], at: Date): Promise<Buffer> {
    return archiveCertificates(entries, at);
  }

  /** Plain text to copy into the registration card of Directum or Бюрократ, field by field. */
  edmsCard(data: LetterData): string {
    return this.words.render('letters/edms-card.txt', letterModel(data, this.words));
  }
}
