import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { BatchDecisionsService } from '../../batches/batch-decisions.service.js';
import { isBatchKind, isDecided } from '../../batches/batch-kind.js';
import { BatchesService } from '../../batches/batches.service.js';
import type { Category } from '../../triage/verdict.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { BatchPresenter } from './batch.presenter.js';
import { tickedPlaces } from './chosen-items.js';

/** Which items are meant: those at the places, or (`null`) all of the kind. */
interface Chosen {
  kind: Category | null;
  places: number[] | null;
}

/** Deciding over the rules about items of a batch: one, several, or all of a category. */
@Controller('desk/batches/:id/decision')
@Requires('decide', 'case')
export class BatchDecisionController {
  constructor(
    private readonly batches: BatchesService,
    private readonly decisions: BatchDecisionsService,
    private readonly presenter: BatchPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.form(me, reply, id, chosen(query), {});
  }

  @Post()
  async take(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const which = chosen(body);
    const typed = readForm(body, 'category', 'route', 'reason');
    await this.pages.submit(
      async () => {
        const { category } = await this.decisions.decide(actorOf(me), id, await this.places(id, which), typed);
        this.pages.redirect(reply, `/desk/batches/${id}?kind=${category}&done=batch-decided`);
      },
      (faults) => this.form(me, reply, id, which, typed, faults),
    );
  }

  private async form(me: SignedIn, reply: FastifyReply, id: string, which: Chosen, typed: Partial<Record<'category' | 'route' | 'reason', string>>, faults?: FormFaults): Promise<void> {
    const { length } = await this.places(id, which);
    this.pages.send(reply, 'batch-decision', { title: 'batch-decision', me, faults, id, kind: which.kind, places: which.places, typed, ...this.presenter.decision(length, id, which.kind, typed) });
  }

  private async places(id: string, { kind, places }: Chosen): Promise<number[]> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    await this.batches.get(id);
    return this.decisions.decidable(id, kind, places);
  }
}

function chosen(query: unknown): Chosen {
  const { scope, kind } = readForm(query, 'scope', 'kind');
  return { kind: isBatchKind(kind) && isDecided(kind) ? kind : null, places: scope === 'all' ? null : tickedPlaces(query) };
}
