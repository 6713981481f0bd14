import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { SettingRowsService } from './setting-rows.service.js';

/** `/desk/settings`: what holds, and where it comes from. */
@Controller('desk/settings')
@Requires('manage', 'settings')
export class SettingsController {
  constructor(
    private readonly rows: SettingRowsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    this.pages.send(reply, 'settings', { title: 'settings', me, done, ...(await this.rows.index()) });
  }
}
