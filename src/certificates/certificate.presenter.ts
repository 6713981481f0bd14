import { Injectable } from '@nestjs/common';
import { DomainError } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { CertificateFacts, RefusalKind } from './certificate-facts.js';
import type { CertificateView } from './certificate-view.js';

/** Puts certificates and refusals into words. */
@Injectable()
export class CertificatePresenter {
  constructor(private readonly templates: TemplatesService) {}

  present(facts: CertificateFacts): CertificateView {
    const warnings = facts.warnings.map((warning) => ({ ...warning, message: this.templates.message(`certificates.warnings.${warning.code}`) }));
    return { ...facts, warnings };
  }

  /** What the file is and what to bring, as the error of the part `path` of a request. */
  refusal(kind: RefusalKind, path: string): DomainError {
    const reason = this.templates.message(`certificates.refusals.${kind}`);
    if (kind === 'too-large') return new DomainError('too-large', 'too-large', { extra: { kind } });
    return new DomainError('invalid', 'certificate-refused', { params: { reason }, extra: { kind }, faults: [{ path, code: kind, message: reason }] });
  }
}
