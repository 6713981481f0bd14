import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { BulkService } from '../../bulk/bulk.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { BulkPageService, NOTHING_TYPED } from './bulk-page.service.js';

/** `/desk/bulk/:id/:action`: filling an action in, looking at what it will do, starting it. */
@Controller('desk/bulk/:id/:action')
@Requires('bulk', 'case')
export class BulkActionController {
  constructor(
    private readonly bulk: BulkService,
    private readonly page: BulkPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Param('action') action: string, @Res() reply: FastifyReply): Promise<void> {
    const { chosen, kind } = await this.page.find(me, id, action);
    await this.page.form(reply, me, chosen, kind, NOTHING_TYPED);
  }

  /** `step`: `check` shows what will be done, `edit` goes back to the form, `insert` puts a template in, `start` does it. */
  @Post()
  async submit(@Me() me: SignedIn, @Param('id') id: string, @Param('action') action: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { step, template, ...typed } = readForm(body, 'step', 'template', 'assignee', 'outcome', 'text', 'route');
    const { chosen, kind } = await this.page.find(me, id, action);
    await this.pages.submit(
      async () => {
        if (step === 'insert') return this.page.form(reply, me, chosen, kind, await this.page.insert(typed, template));
        if (step === 'edit') return this.page.form(reply, me, chosen, kind, typed);
        const checked = await this.bulk.check({ kind, ...typed });
        if (step !== 'start') return this.page.check(reply, me, chosen, checked, typed);
        return this.pages.redirect(reply, `/desk/tasks/${await this.bulk.start(id, actorOf(me), checked)}`);
      },
      (faults) => this.page.form(reply, me, chosen, kind, typed, faults),
    );
  }
}
