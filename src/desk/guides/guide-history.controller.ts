import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { GuideEditingService } from '../../guides/guide-editing.service.js';
import { GuidesService } from '../../guides/guides.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { russianDateTime } from '../../platform/russian-date.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { GuidesPageService } from './guides-page.service.js';

/** What was in a guide before, and the ways back to it. */
@Controller('desk/guides/:slug')
@Requires('manage', 'guides')
export class GuideHistoryController {
  constructor(
    private readonly guides: GuidesService,
    private readonly editing: GuideEditingService,
    private readonly editor: GuidesPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get('history/:id')
  async show(@Me() me: SignedIn, @Param('slug') slug: string, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const versions = await this.editing.history(slug);
    const version = versions.find((candidate) => candidate.id === id);
    if (!version?.text) throw new DomainError('not-found', 'guide-not-found');
    const guide = await this.guides.find(slug);
    this.pages.send(reply, 'guides/version', {
      title: 'guide-version',
      titleParams: { name: guide?.title ?? slug },
      me,
      slug,
      id,
      at: russianDateTime(version.at),
      text: version.text,
      revision: versions[0]?.id ?? '',
      current: versions[0]?.id === id,
    });
  }

  @Post('restore')
  restore(@Me() me: SignedIn, @Param('slug') slug: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { id, revision } = readForm(body, 'id', 'revision');
    return this.change(me, reply, slug, 'restored', () => this.editing.restore(actorOf(me), slug, id, revision));
  }

  @Post('back-to-file')
  async backToFile(@Me() me: SignedIn, @Param('slug') slug: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { revision } = readForm(body, 'revision');
    const gone = !this.guides.hasFile(slug);
    await this.change(me, reply, slug, gone ? 'removed' : 'returned', () => this.editing.backToFile(actorOf(me), slug, revision));
  }

  private async change(me: SignedIn, reply: FastifyReply, slug: string, done: string, work: () => Promise<void>): Promise<void> {
    await this.pages.submit(
      async () => {
        await work();
        this.pages.redirect(reply, `/desk/guides/${slug}?done=${done}`);
      },
      (faults) => this.editor.editor(me, reply, slug, { faults }),
    );
  }
}
