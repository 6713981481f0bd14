import { Controller, Headers, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CaseView } from '../cases/case-view.js';
import { CasesService } from '../cases/cases.service.js';
import { caseAccess } from './access-key.js';
import { SCAN_LIMIT, SIGNATURE_LIMIT } from './limits.js';
import { optionalFile, readParts, requiredFile } from './multipart.adapter.js';

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
    const access = caseAccess(number, authorization);
    // A stranger's file is not even read.
    await this.cases.get(...access);
    const parts = await readParts(request, { file: SCAN_LIMIT, signature: SIGNATURE_LIMIT });
    return this.cases.attachSignedLetter(...access, requiredFile(parts, 'file'), optionalFile(parts, 'signature'));
  }
}
