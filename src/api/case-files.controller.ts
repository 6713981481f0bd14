import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import type { CaseFileKind } from '../cases/new-case.js';
import { sendFile } from '../platform/file-reply.adapter.js';
import { caseAccess } from './access-key.js';

/** Letter and archive of a case. */
@Controller('api/v1/cases/:number')
export class CaseFilesController {
  constructor(private readonly cases: CasesService) {}

  @Get('letter.pdf')
  letterPdf(@Param('number') number: string, @Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, number, authorization, 'letter.pdf');
  }

  @Get('letter.docx')
  letterDocx(@Param('number') number: string, @Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, number, authorization, 'letter.docx');
  }

  @Get('certificate.zip')
  archive(@Param('number') number: string, @Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, number, authorization, 'certificate.zip');
  }

  @Get('edms-package.zip')
  edmsPackage(@Param('number') number: string, @Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, number, authorization, 'edms-package.zip');
  }

  private async send(reply: FastifyReply, number: string, authorization: string | undefined, kind: CaseFileKind): Promise<void> {
    sendFile(reply, await this.cases.file(...caseAccess(number, authorization), kind));
  }
}
