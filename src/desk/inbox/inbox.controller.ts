import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { Config } from '../../config/config.js';
import { InboxService, type WaitingMail } from '../../inbox/inbox.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendFile } from '../../platform/file-reply.adapter.js';
import { russianDateTime } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** What somebody typed for one mail when the form came back. */
interface Typed {
  id: string;
  number: string;
  faults: FormFaults;
}

/** `/desk/inbox`: mail that belongs to no case that we know, or could not be read. */
@Controller('desk/inbox')
@Requires('answer', 'case')
export class InboxController {
  constructor(
    private readonly inbox: InboxService,
    private readonly pages: DeskPageService,
    private readonly templates: TemplatesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('before') before?: string, @Query('done') done?: string): Promise<void> {
    const moment = before ? new Date(before) : null;
    await this.render(me, reply, moment && Number.isFinite(moment.getTime()) ? moment : null, done, null);
  }

  @Post(':id/tie')
  async tie(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { number } = readForm(body, 'number');
    await this.pages.submit(
      async () => {
        await this.inbox.tie(known(id), number, me.account.id);
        this.pages.redirect(reply, '/desk/inbox?done=mail-tied');
      },
      (faults) => this.render(me, reply, null, undefined, { id, number, faults }),
    );
  }

  @Post(':id/dismiss')
  async dismiss(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.submit(
      async () => {
        await this.inbox.dismiss(known(id), me.account.id);
        this.pages.redirect(reply, '/desk/inbox?done=mail-dismissed');
      },
      (faults) => this.render(me, reply, null, undefined, { id, number: '', faults }),
    );
  }

  @Get('files/:id')
  async file(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'file-not-found');
    sendFile(reply, await this.inbox.file(id));
  }

  private async render(me: SignedIn, reply: FastifyReply, before: Date | null, done: string | undefined, typed: Typed | null): Promise<void> {
    const { mails, more } = await this.inbox.waiting(before);
    const last = mails.at(-1);
    this.pages.send(reply, 'inbox', {
      title: 'inbox',
      me,
      done,
      faults: typed?.faults,
      connected: this.config.inbox !== null,
      mails: mails.map((mail) => this.row(mail, typed)),
      next: more && last ? `/desk/inbox?before=${encodeURIComponent(last.receivedAt.toISOString())}` : null,
    });
  }

  private row(mail: WaitingMail, typed: Typed | null): object {
    return {
      ...mail,
      received: russianDateTime(mail.receivedAt),
      why: this.templates.message(`inbox.why.${mail.failure ?? mail.state}`),
      number: typed?.id === mail.id ? typed.number : '',
      error: typed?.id === mail.id ? typed.faults.errors[0]?.text : null,
      files: mail.files.map((file) => ({ ...file, kilobytes: Math.max(1, Math.round(file.size / 1024)) })),
    };
  }
}

function known(id: string): string {
  if (!isId(id)) throw new DomainError('conflict', 'inbound-mail-gone');
  return id;
}
