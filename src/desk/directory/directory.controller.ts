import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { can } from '../../accounts/policy.js';
import { DirectoryVersionsService, type TypedSearch } from '../../directory/imports/directory-versions.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { DirectoryPresenter } from './directory.presenter.js';

const PAGE = 50;
const NOTHING: TypedSearch = { name: '', inn: '', organization: '', blocked: '' };

/**
 * `/desk/directory`: who has an account in РМИС. What is looked for is a person, so it is posted and never stands in an address;
 * a search changes nothing, and its page is the answer.
 */
@Controller('desk/directory')
@Requires('see', 'directory')
export class DirectoryController {
  constructor(
    private readonly versions: DirectoryVersionsService,
    private readonly presenter: DirectoryPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, NOTHING, null, done);
  }

  @Post()
  @HttpCode(200)
  search(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { name, inn, organization, blocked, afterSurname, afterKey } = readForm(body, 'name', 'inn', 'organization', 'blocked', 'afterSurname', 'afterKey');
    const typed = { name: name.slice(0, 200), inn: inn.slice(0, 20), organization: organization.slice(0, 200), blocked: blocked === 'yes' || blocked === 'no' ? blocked : '' };
    return this.render(me, reply, typed, afterKey ? { surname: afterSurname, key: afterKey } : null);
  }

  private async render(me: SignedIn, reply: FastifyReply, typed: TypedSearch, after: { surname: string; key: string } | null, done?: string): Promise<void> {
    const manages = can(actorOf(me), 'manage', 'directory');
    const [active, history] = [await this.versions.active(), manages ? await this.versions.history(5) : []];
    const found = active ? await this.versions.search(typed, after, PAGE + 1) : [];
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    const waiting = history.find(({ state, differences }) => state === 'staged' && differences !== null);
    this.pages.send(reply, 'directory', {
      title: 'directory',
      me,
      done,
      manages,
      wide: true,
      typed,
      blockedIs: { [typed.blocked]: true },
      searched: typed !== NOTHING,
      active: active && this.presenter.version(active, new Map()),
      waiting: waiting && this.presenter.version(waiting, new Map()),
      accounts: shown.map((account) => this.presenter.account(account)),
      beyond: after !== null,
      next: found.length > PAGE && last ? { surname: last.surname, key: last.accountKey } : null,
    });
  }
}
