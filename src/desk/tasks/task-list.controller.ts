import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { ClockService } from '../../platform/clock.service.js';
import { type TaskPlace, TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { TaskPresenter } from './task.presenter.js';

const PAGE = 25;

/** `/desk/tasks`: what one has started; administrators also see everybody's. */
@Controller('desk/tasks')
export class TaskListController {
  constructor(
    private readonly tasks: TasksService,
    private readonly accounts: AccountsService,
    private readonly presenter: TaskPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  @Requires('manage', 'own-tasks')
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('whose') whose?: string, @Query('after') after?: string): Promise<void> {
    const mayAll = can(actorOf(me), 'manage', 'tasks');
    const all = mayAll && whose === 'all';
    const found = await this.tasks.list(all ? null : me.account.id, readPlace(after), PAGE + 1);
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    const names = all ? await this.accounts.names(shown.flatMap(({ accountId }) => accountId ?? [])) : new Map<string, string>();
    const now = this.clock.now();
    const rows = shown.map((task) => ({ ...this.presenter.present(task, [], now), by: task.accountId && names.get(task.accountId) }));
    const next = found.length > PAGE && last ? `/desk/tasks?${all ? 'whose=all&' : ''}after=${last.createdAt.getTime()}~${last.id}` : null;
    this.pages.send(reply, 'tasks', { title: 'tasks', me, tasks: rows, all, mayAll, next, beyond: Boolean(after) });
  }
}

/** Where the next page begins; `null` for anything else that stands in the address. */
function readPlace(text: string | undefined): TaskPlace | null {
  const [, at, id = ''] = /^(\d{1,14})~(.+)$/.exec(text ?? '') ?? [];
  return at && isId(id) ? { createdAt: new Date(Number(at)), id } : null;
}
