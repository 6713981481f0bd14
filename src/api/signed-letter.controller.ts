import { Controller, Headers, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CaseView } from '../cases/case-view.js';
import { CasesService } from '../cases/cases.service.js';
import { bearerKey } from './access-key.js';
import { SCAN_LIMIT, SIGNATURE_LIMIT } from './limits.js';
import { readParts, requiredFile } from './multipart.adapter.js';

/** The scan of the signed letter, which the delivery waits for. */
@Controller('api/v1/cases/:number/signed-letter')
export class SignedLetterController {
  constructor(private readonly cases: CasesService) {}

  @Put()
  async upload(
    @Param('number') number: string,
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<CaseView> {
    const key = bearerKey(authorization);
    const parts = await readParts(request, { file: SCAN_LIMIT, signature: SIGNATURE_LIMIT });
    return this.cases.attachSignedLetter(number, key, requiredFile(parts, 'file'), parts.files.get('signature') ?? null);
  }
}
