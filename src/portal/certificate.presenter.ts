import { Injectable } from '@nestjs/common';
import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { ownerOf } from '../certificates/owner-name.js';
import { TemplatesService } from '../platform/templates.service.js';
import { groupDigits, russianDate } from '../platform/russian-date.js';

/** One line about the certificate; `code` is set in fixed width, `copy` is what the copy button takes. */
export interface FactRow {
  label: string;
  value: string;
  code?: boolean;
  copy?: string;
}

/** Shapes a certificate as people recognise it: whose it is, until when, and what is odd about it. */
@Injectable()
export class CertificatePresenter {
  constructor(private readonly templates: TemplatesService) {}

  present(facts: CertificateFacts): { owner: string; rows: FactRow[]; warnings: string[] } {
    return { owner: this.owner(facts), rows: this.rows(facts), warnings: facts.warnings.map((warning) => this.warning(facts, warning.code)) };
  }

  owner(facts: CertificateFacts): string {
    return ownerOf(facts) ?? this.templates.message('portal.certificate.nobody');
  }

  /** «Действует до 31 мая 2027 г.» and its sisters. */
  validity(facts: CertificateFacts): string {
    return this.templates.message(`portal.certificate.${facts.validity}`, {
      date: russianDate(facts.validity === 'not-yet-valid' ? facts.notBefore : facts.notAfter),
    });
  }

  rows(facts: CertificateFacts): FactRow[] {
    const { organization, innLegal, inn, snilsTail } = facts.subject;
    const label = (name: string) => this.templates.message(`portal.certificate.labels.${name}`);
    const rows: (FactRow | null)[] = [
      organization ? { label: label('organization'), value: organization } : null,
      innLegal ? { label: label('innLegal'), value: groupDigits(innLegal, [4, 3, 3]), code: true, copy: innLegal } : null,
      !innLegal && inn ? { label: label('inn'), value: groupDigits(inn, [4, 4, 4]), code: true, copy: inn } : null,
      snilsTail ? { label: label('snils'), value: `…${snilsTail}`, code: true } : null,
      { label: label('validity'), value: this.validity(facts) },
      { label: label('issuer'), value: facts.issuer },
      { label: label('thumbprint'), value: groupDigits(facts.thumbprint, Array<number>(10).fill(4)).replaceAll('\u00a0', ' '), code: true, copy: facts.thumbprint },
    ];
    return rows.filter((row) => row !== null);
  }

  private warning(facts: CertificateFacts, code: string): string {
    // The sentence brings its own full stop.
    const date = russianDate(code === 'not-yet-valid' ? facts.notBefore : facts.notAfter).replace(/\.$/, '');
    return this.templates.message(`certificates.warnings.${code}`, { date, algorithm: facts.keyAlgorithm });
  }
}
