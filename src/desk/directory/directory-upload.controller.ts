import type {} from '@fastify/multipart';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import type { Actor } from '../../accounts/policy.js';
import { DirectoryUploadsService } from '../../directory/imports/directory-uploads.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService } from '../frame/desk-page.service.js';

/** More than the service takes, so that it is the one to say so. */
const STREAM_LIMIT = 1024 ** 3;

/** Taking an export: it is written to the disk as it comes, then its columns are asked for. */
@Controller('desk/directory/upload')
@Requires('manage', 'directory')
export class DirectoryUploadController {
  constructor(
    private readonly uploads: DirectoryUploadsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): void {
    this.pages.send(reply, 'directory-upload', { title: 'directory-upload', me });
  }

  @Post()
  async take(@Me() me: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.submit(
      async () => this.pages.redirect(reply, `/desk/directory/imports/${await this.receive(actorOf(me), request)}`),
      (faults) => this.pages.send(reply, 'directory-upload', { title: 'directory-upload', me, faults }),
    );
  }

  /** The form is read to its end also when the file is refused: a browser shows an answer only after it has sent everything. */
  private async receive(actor: Actor, request: FastifyRequest): Promise<string> {
    let id: string | null = null;
    let refused: unknown = null;
    if (!request.isMultipart()) throw new DomainError('unsupported', 'not-multipart');
    for await (const part of request.parts({ limits: { fileSize: STREAM_LIMIT, files: 1, parts: 5 } })) {
      if (part.type !== 'file') continue;
      if (part.filename && id === null) {
        id = await this.uploads.receive(actor, { name: part.filename, bytes: part.file }).catch((error: unknown) => {
          refused = error;
          return null;
        });
      }
      part.file.resume();
    }
    if (refused) throw refused as Error;
    if (id === null) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'file', code: 'directory-file' }] });
    return id;
  }
}
