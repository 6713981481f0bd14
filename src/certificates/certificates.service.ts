import { Injectable } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import { type CertificateReading } from './certificate-facts.js';
import { readCertificate } from './certificate-reader.js';

/** Reads certificates as of now. Stores nothing. */
@Injectable()
export class CertificatesService {
  constructor(private readonly clock: ClockService) {}

  /** Facts of the certificate in a file, or a named refusal; see {@link readCertificate}. */
  async inspect(bytes: Uint8Array, fileName = ''): Promise<CertificateReading> {
    return readCertificate(bytes, this.clock.now(), fileName);
  }
}
