import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import type { CaseFileKind } from '../cases/new-case.js';
import { DomainError } from '../platform/domain-error.js';
import { contentDisposition } from './content-disposition.js';

const KINDS: readonly string[] = ['letter.pdf', 'letter.docx', 'certificate.zip', 'edms-package.zip'] satisfies CaseFileKind[];

/** Letter, archive and package to download. */
@Controller('cases/:number/:key/files')
export class CaseFileController {
  constructor(private readonly cases: CasesService) {}

  @Get(':kind')
  async download(@Param('number') number: string, @Param('key') key: string, @Param('kind') kind: string, @Res() reply: FastifyReply): Promise<void> {
    if (!KINDS.includes(kind)) throw new DomainError('not-found', 'file-not-found');
    const file = await this.cases.file(number, key, kind as CaseFileKind);
    void reply
      .type(file.mediaType)
      .header('content-disposition', contentDisposition(file.fileName))
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(file.bytes));
  }
}
