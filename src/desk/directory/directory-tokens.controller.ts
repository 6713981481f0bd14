import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { Config } from '../../config/config.js';
import { DirectoryTokensService } from '../../directory/imports/directory-tokens.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { russianMoment } from '../../platform/russian-date.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/directory/tokens`: programs that may send the directory. A new token is shown on the answer to its form and never again. */
@Controller('desk/directory/tokens')
@Requires('manage', 'directory')
export class DirectoryTokensController {
  constructor(
    private readonly tokens: DirectoryTokensService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, { done });
  }

  @Post()
  @HttpCode(200)
  async create(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'name', 'purpose');
    await this.pages.submit(
      async () => this.render(me, reply, { token: await this.tokens.create(actorOf(me), typed.name, typed.purpose === 'batches' ? 'batches' : 'directory') }),
      (faults) => this.render(me, reply, { typed, faults }),
    );
  }

  @Post(':id/revoke')
  async revoke(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'directory-import-not-found');
    await this.tokens.revoke(actorOf(me), id);
    this.pages.redirect(reply, '/desk/directory/tokens?done=directory-token-revoked');
  }

  private async render(me: SignedIn, reply: FastifyReply, rows: { done?: string | undefined; token?: string; typed?: { name: string; purpose: string }; faults?: FormFaults }): Promise<void> {
    const tokens = (await this.tokens.list()).map(({ id, name, purpose, createdAt, lastUsedAt, revokedAt }) => ({
      id,
      name,
      forBatches: purpose === 'batches',
      created: russianMoment(createdAt),
      used: lastUsedAt && russianMoment(lastUsedAt),
      revoked: revokedAt && russianMoment(revokedAt),
    }));
    this.pages.send(reply, 'directory-tokens', { title: 'directory-tokens', me, tokens, address: `${this.config.baseUrl}/api/v1/directory`, batches: `${this.config.baseUrl}/api/v1/batches`, forBatches: rows.typed?.purpose === 'batches', ...rows });
  }
}
