import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DeskCasesService } from '../../cases/desk-cases.service.js';
import type { CaseFileKind } from '../../cases/new-case.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendFile } from '../../platform/file-reply.adapter.js';
import { CasePageService } from './case-page.service.js';
import { isId } from '../frame/desk-path.js';

const MADE_FILES: readonly string[] = ['letter.pdf', 'letter.docx', 'certificate.zip', 'edms-package.zip'] satisfies CaseFileKind[];

/** `/desk/cases/:number`: everything about one case. */
@Controller('desk/cases/:number')
@Requires('see', 'case')
export class CasePageController {
  constructor(
    private readonly page: CasePageService,
    private readonly cases: DeskCasesService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('number') number: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.page.show(me, reply, number, { done });
  }

  /** The same without the frame, for the reading pane beside the worklist. */
  @Get('pane')
  pane(@Me() me: SignedIn, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    return this.page.show(me, reply, number, { pane: true });
  }

  /** The letter to be looked at in the page. */
  @Get('letter-preview.pdf')
  async preview(@Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, mediaType } = await this.cases.file(number, 'letter.pdf');
    void reply.type(mediaType).header('cache-control', 'no-store').header('content-disposition', 'inline').send(Buffer.from(bytes));
  }

  /** A file that is made from the case, or one that was brought (by its id). */
  @Get('files/:file')
  async file(@Param('number') number: string, @Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    if (MADE_FILES.includes(file)) return sendFile(reply, await this.cases.file(number, file as CaseFileKind));
    if (!isId(file)) throw new DomainError('not-found', 'file-not-found');
    return sendFile(reply, await this.cases.storedFile(number, file));
  }
}
