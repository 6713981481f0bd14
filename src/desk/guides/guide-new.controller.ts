import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { GuideEditingService } from '../../guides/guide-editing.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readGuideForm } from './guide-form.adapter.js';
import { GuidesPageService } from './guides-page.service.js';

/** `/desk/guides/new`: a guide that the code does not bring. */
@Controller('desk/guides/new')
@Requires('manage', 'guides')
export class GuideNewController {
  constructor(
    private readonly editing: GuideEditingService,
    private readonly editor: GuidesPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    return this.editor.editor(me, reply, null);
  }

  @Post()
  async save(@Me() me: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const typed = await readGuideForm(request);
    await this.pages.submit(
      async () => {
        if (typed.action === 'preview') return this.editor.editor(me, reply, null, { typed, preview: true });
        await this.editing.add(actorOf(me), typed.slug, typed.text);
        this.pages.redirect(reply, `/desk/guides/${typed.slug}?done=saved`);
      },
      (faults) => this.editor.editor(me, reply, null, { typed, faults }),
    );
  }
}
