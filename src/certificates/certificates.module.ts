import { Module } from '@nestjs/common';
import { CertificatePresenter } from './certificate.presenter.js';
import { CertificatesService } from './certificates.service.js';

/** Reads files that people bring. Needs `ClockService` from the platform. */
@Module({ providers: [CertificatesService, CertificatePresenter], exports: [CertificatesService, CertificatePresenter] })
export class CertificatesModule {}
