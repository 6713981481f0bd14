import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { GuideEditingService } from '../../guides/guide-editing.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readGuideForm } from './guide-form.adapter.js';
import { GuidesPageService } from './guides-page.service.js';

/** `/desk/guides/<slug>`: the text of a guide, to be looked at and saved. */
@Controller('desk/guides/:slug')
@Requires('manage', 'guides')
export class GuideEditController {
  constructor(
    private readonly editing: GuideEditingService,
    private readonly editor: GuidesPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('slug') slug: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.editor.editor(me, reply, slug, { done });
  }

  @Post()
  async save(@Me() me: SignedIn, @Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const typed = { ...(await readGuideForm(request)), slug };
    await this.pages.submit(
      async () => {
        if (typed.action === 'preview') return this.editor.editor(me, reply, slug, { typed, preview: true });
        await this.editing.save(actorOf(me), typed);
        this.pages.redirect(reply, `/desk/guides/${slug}?done=saved`);
      },
      (faults) => this.editor.editor(me, reply, slug, { typed, faults }),
    );
  }
}
