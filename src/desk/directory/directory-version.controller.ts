import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import type { Actor } from '../../accounts/policy.js';
import { CHANGE_KINDS, type ChangeKind } from '../../directory/imports/differences.js';
import { DirectoryUploadsService } from '../../directory/imports/directory-uploads.service.js';
import { DirectoryVersionsService } from '../../directory/imports/directory-versions.service.js';
import type { VersionRecord } from '../../directory/imports/import-record.js';
import { DomainError } from '../../platform/domain-error.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { DirectoryPresenter } from './directory.presenter.js';

const PAGE = 50;

/** `/desk/directory/versions/:id`: what a version would change, and the decision about it. */
@Controller('desk/directory')
@Requires('manage', 'directory')
export class DirectoryVersionController {
  /** What can be done with a version, by the last part of the address, and what is said afterwards. */
  private readonly changes: Record<string, { change: (actor: Actor, id: number) => Promise<void>; done: string }>;

  constructor(
    private readonly versions: DirectoryVersionsService,
    private readonly uploads: DirectoryUploadsService,
    private readonly tasks: TasksService,
    private readonly presenter: DirectoryPresenter,
    private readonly pages: DeskPageService,
  ) {
    this.changes = {
      apply: { change: (actor, id) => versions.apply(actor, id), done: 'directory-applied' },
      'take-back': { change: (actor, id) => versions.takeBack(actor, id), done: 'directory-taken-back' },
      discard: { change: (actor, id) => versions.discard(actor, id), done: 'directory-discarded' },
    };
  }

  /** The newest version that waits for a decision, for whoever comes from its load. */
  @Get('waiting')
  async waiting(@Res() reply: FastifyReply): Promise<void> {
    const found = (await this.versions.history(5)).find(({ state, differences }) => state === 'staged' && differences !== null);
    this.pages.redirect(reply, found ? `/desk/directory/versions/${found.id}` : '/desk/directory');
  }

  @Get('versions/:id')
  async show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply, @Query('kind') kind?: string, @Query('after') after?: string): Promise<void> {
    await this.render(me, reply, await this.find(id), { kind, after });
  }

  @Post('versions/:id/:change')
  async change(@Me() me: SignedIn, @Param('id') id: string, @Param('change') name: string, @Res() reply: FastifyReply): Promise<void> {
    const chosen = Object.hasOwn(this.changes, name) ? this.changes[name] : undefined;
    const version = await this.find(id);
    if (!chosen) throw new DomainError('not-found', 'directory-version-not-found');
    await this.pages.submit(
      async () => {
        await chosen.change(actorOf(me), version.id);
        this.pages.redirect(reply, `/desk/directory?done=${chosen.done}`);
      },
      async (faults) => this.render(me, reply, await this.find(id), { faults }),
    );
  }

  private find(id: string): Promise<VersionRecord> {
    if (!/^\d{1,9}$/.test(id)) throw new DomainError('not-found', 'directory-version-not-found');
    return this.versions.get(Number(id));
  }

  private async render(me: SignedIn, reply: FastifyReply, version: VersionRecord, { kind, after, faults }: { kind?: string | undefined; after?: string | undefined; faults?: FormFaults }): Promise<void> {
    const counts = version.differences;
    const chosen: ChangeKind = CHANGE_KINDS.find((one) => one === kind) ?? (['gone', 'blocked', 'changed', 'unblocked', 'added'] as const).find((one) => counts && counts[one] > 0) ?? 'added';
    const place = /^\d{1,9}$/.test(after ?? '') ? Number(after) : 0;
    const waiting = version.state === 'staged' && counts !== null;
    const found = waiting ? await this.versions.changes(version, chosen, place, PAGE + 1) : [];
    const record = (await this.uploads.recent(50)).find(({ versionId }) => versionId === version.id);
    const task = record?.taskId ? await this.tasks.find(record.taskId) : null;
    const address = `/desk/directory/versions/${version.id}?kind=${chosen}`;
    this.pages.send(reply, 'directory-version', {
      title: 'directory-version',
      me,
      faults,
      wide: true,
      version: this.presenter.version(version, new Map()),
      report: task && task.reported > 0 && { importId: record?.id, taskId: task.id },
      waiting,
      ...this.presenter.differences(version, chosen),
      rows: found.slice(0, PAGE).map((change) => this.presenter.change(change)),
      whole: chosen === 'added' || chosen === 'gone',
      back: place > 0 ? `${address}#list` : null,
      next: found.length > PAGE ? `${address}&after=${found[PAGE - 1]?.seq ?? 0}#list` : null,
    });
  }
}
