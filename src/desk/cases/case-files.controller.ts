import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../accounts/access.guard.js';
import { DeskCasesService } from '../../cases/operators/desk-cases.service.js';
import type { CaseFileKind, OutgoingFile } from '../../cases/new-case.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendFile, showFile } from '../../platform/file-reply.adapter.js';
import { isId } from '../frame/desk-path.js';

const MADE_FILES: readonly string[] = ['letter.pdf', 'letter.docx', 'certificate.zip', 'edms-package.zip'] satisfies CaseFileKind[];
/** What is shown in the page. The kinds were found by content when the file came; none of them can carry a script. */
const SHOWN = ['application/pdf', 'image/jpeg', 'image/png'];

/** Files of a case: to be looked at in the page, or to be saved. */
@Controller('desk/cases/:number')
@Requires('see', 'case')
export class CaseFilesController {
  constructor(private readonly cases: DeskCasesService) {}

  /** The letter as it is now. */
  @Get('letter-preview.pdf')
  async preview(@Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    showFile(reply, await this.cases.file(number, 'letter.pdf'));
  }

  /** The letter as it was before the case's version `version`. */
  @Get('former-letters/:version')
  async former(@Param('number') number: string, @Param('version') version: string, @Res() reply: FastifyReply): Promise<void> {
    if (!/^\d{1,9}$/.test(version)) throw new DomainError('not-found', 'file-not-found');
    showFile(reply, await this.cases.formerLetter(number, Number(version)));
  }

  /** A scan that was brought. */
  @Get('files/:file/view')
  async view(@Param('number') number: string, @Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const stored = await this.stored(number, file);
    if (SHOWN.includes(stored.mediaType)) showFile(reply, stored);
    else sendFile(reply, stored);
  }

  /** A file that is made from the case, or one that was brought (by its id). */
  @Get('files/:file')
  async file(@Param('number') number: string, @Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    sendFile(reply, MADE_FILES.includes(file) ? await this.cases.file(number, file as CaseFileKind) : await this.stored(number, file));
  }

  private async stored(number: string, file: string): Promise<OutgoingFile> {
    if (!isId(file)) throw new DomainError('not-found', 'file-not-found');
    return this.cases.storedFile(number, file);
  }
}
