import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WorklistKeepingService } from '../../cases/worklist/worklist-keeping.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { listAddress, readAddress } from './worklist-address.js';

/** Search and filters are posted: what is typed may be a name, and the address that follows carries only the id under which it is kept. */
@Controller('desk/worklist/find')
export class WorklistFindController {
  constructor(
    private readonly keeping: WorklistKeepingService,
    private readonly pages: DeskPageService,
  ) {}

  @Post()
  @Requires('see', 'case')
  async find(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { query } = readAddress((body ?? {}) as Record<string, unknown>, 'all');
    const { text, organization } = readForm(body, 'text', 'organization');
    const search = await this.keeping.keepSearch(me.account.id, { text, organization });
    this.pages.redirect(reply, listAddress(query, search));
  }
}
