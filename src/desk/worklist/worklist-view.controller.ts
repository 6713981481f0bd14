import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WorklistKeepingService } from '../../cases/worklist/worklist-keeping.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { listAddress, readAddress, WORKLIST_PATH } from './worklist-address.js';
import { WorklistPageService } from './worklist-page.service.js';

/** Own views: the list as it stands, under a name; what was typed is not kept in it. */
@Controller('desk/worklist/views')
export class WorklistViewController {
  constructor(
    private readonly keeping: WorklistKeepingService,
    private readonly worklist: WorklistPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Post()
  @Requires('see', 'case')
  async save(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { name, state } = readForm(body, 'name', 'state');
    const fields = Object.fromEntries(new URLSearchParams(state));
    const { query } = readAddress(fields, 'all');
    await this.pages.submit(
      async () => {
        await this.keeping.saveView(me.account.id, { name }, query);
        this.pages.redirect(reply, listAddress(query));
      },
      (faults) => this.worklist.show(reply, me, fields, { faults, typedName: name }),
    );
  }

  @Post(':id/remove')
  @Requires('see', 'case')
  async remove(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (isId(id)) await this.keeping.removeView(me.account.id, id);
    this.pages.redirect(reply, WORKLIST_PATH);
  }
}
