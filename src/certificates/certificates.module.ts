import { Module } from '@nestjs/common';
import { CertificatesService } from './certificates.service.js';

/** Reads files that people bring. Needs `ClockService` from the platform. */
@Module({ providers: [CertificatesService], exports: [CertificatesService] })
export class CertificatesModule {}
