import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { DomainError } from '../platform/domain-error.js';
import { CasePageService } from './case-page.service.js';
import { readUploads, type Upload } from './uploads.adapter.js';

const MAX_BYTES = 20 * 1024 * 1024;

/** The scan of the signed letter, with which the letter goes out. */
@Controller('cases/:number/:key/signed-letter')
export class SignedLetterController {
  constructor(
    private readonly cases: CasesService,
    private readonly casePages: CasePageService,
  ) {}

  @Post()
  async upload(@Param('number') number: string, @Param('key') key: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const uploads = await readUploads(request, MAX_BYTES);
    await this.casePages.submit(reply, { number, key }, { field: 'letter', notice: 'letter-received' }, () => {
      const letter = fileOf(uploads.get('letter'));
      if (!letter) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'letter', code: 'required' }] });
      return this.cases.attachSignedLetter(number, key, letter, fileOf(uploads.get('signature')));
    });
  }
}

function fileOf(upload: Upload | undefined): Exclude<Upload, 'too-large'> | null {
  if (upload === 'too-large') throw new DomainError('too-large', 'too-large');
  return upload ?? null;
}
