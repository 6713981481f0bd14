import { Controller, Get, Header, Headers, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { caseRequestSchema } from '../cases/case-request.js';
import type { CaseView, CreatedCaseView } from '../cases/case-view.js';
import { CasesService } from '../cases/cases.service.js';
import { CertificatePresenter } from '../certificates/certificate.presenter.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { caseAccess } from './access-key.js';
import { CERTIFICATE_LIMIT, JSON_LIMIT, SCAN_LIMIT } from './limits.js';
import { jsonPart, optionalFile, readParts, requiredFile } from './multipart.adapter.js';

/** Cases made and read by programs. */
@Controller('api/v1/cases')
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly certificates: CertificatesService,
    private readonly presenter: CertificatePresenter,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  async create(@Req() request: FastifyRequest, @Headers('idempotency-key') key: string | undefined): Promise<CreatedCaseView> {
    if (key !== undefined && (key.length === 0 || key.length > 255)) 
      throw new DomainError('invalid', 'idempotency-key-invalid', { faults: [{ path: 'Idempotency-Key', code: key.length === 0 ? 'required' : 'invalid' }] });
    const parts = await readParts(request, { case: JSON_LIMIT, certificate: CERTIFICATE_LIMIT, signedLetter: SCAN_LIMIT }, ['case']);
    const file = requiredFile(parts, 'certificate');
    const certificate = await this.certificates.inspect(file.bytes, file.name);
    if (!certificate.ok) throw this.presenter.refusal(certificate.kind, 'certificate');
    return this.cases.create({
      request: checkInput(caseRequestSchema, jsonPart(parts, 'case'), 'case'),
      certificate,
      signedLetter: optionalFile(parts, 'signedLetter'),
      source: 'api',
      idempotencyKey: key === undefined ? null : `api:${key}`,
    });
  }

  @Get(':number')
  @Header('cache-control', 'no-store')
  async get(@Param('number') number: string, @Headers('authorization') authorization: string | undefined): Promise<CaseView> {
    return this.cases.get(...caseAccess(number, authorization));
  }
}
