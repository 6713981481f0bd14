import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CertificateView } from '../certificates/certificate-view.js';
import { CertificatePresenter } from '../certificates/certificate.presenter.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { CERTIFICATE_LIMIT } from './limits.js';
import { readParts, requiredFile } from './multipart.adapter.js';

/** What a file is; nothing is stored. */
@Controller('api/v1/certificates')
export class CertificatesController {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly presenter: CertificatePresenter,
  ) {}

  @Post('inspect')
  @HttpCode(200)
  async inspect(@Req() request: FastifyRequest): Promise<CertificateView> {
    const file = requiredFile(await readParts(request, { file: CERTIFICATE_LIMIT }), 'file');
    const reading = await this.certificates.inspect(file.bytes, file.name);
    if (!reading.ok) throw this.presenter.refusal(reading.kind, 'file');
    return this.presenter.present(reading.facts);
  }
}
