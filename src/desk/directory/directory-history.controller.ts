import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { DirectoryUploadsService } from '../../directory/imports/directory-uploads.service.js';
import { DirectoryVersionsService } from '../../directory/imports/directory-versions.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { DirectoryPresenter } from './directory.presenter.js';

const SHOWN = 50;

/** `/desk/directory/history`: every version there was, and files that still wait for their columns. */
@Controller('desk/directory/history')
@Requires('manage', 'directory')
export class DirectoryHistoryController {
  constructor(
    private readonly versions: DirectoryVersionsService,
    private readonly uploads: DirectoryUploadsService,
    private readonly accounts: AccountsService,
    private readonly presenter: DirectoryPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    const [versions, imports] = [await this.versions.history(SHOWN), await this.uploads.recent(SHOWN)];
    const names = await this.accounts.names(versions.flatMap(({ createdBy }) => createdBy ?? []));
    const open = imports.filter(({ state }) => state === 'mapping' || state === 'loading').map(({ id, fileName, state }) => ({ id, fileName, mapping: state === 'mapping' }));
    this.pages.send(reply, 'directory-history', { title: 'directory-history', me, done, wide: true, open, versions: versions.map((version) => this.presenter.version(version, names)) });
  }
}
