import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { type AskedItems, BatchAnswersService } from '../../batches/batch-answers.service.js';
import { BatchesService } from '../../batches/batches.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { tickedPlaces } from './chosen-items.js';
import { ANSWER_FIELDS, BatchQuestionsPresenter, type TypedAnswers } from './batch-questions.presenter.js';

/** Which items are meant, in the address as in the form: `place` for each, `missing` for all that ask the same, `scope=all` for all that were left to a person. */
interface Chosen {
  place?: unknown;
  missing?: unknown;
  scope?: unknown;
}

/** Answering what a batch leaves open, for one item, several, or all that ask the same. */
@Controller('desk/batches/:id/answers')
@Requires('manage', 'batches')
export class BatchAnswersController {
  constructor(
    private readonly batches: BatchesService,
    private readonly answers: BatchAnswersService,
    private readonly presenter: BatchQuestionsPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Query() query: Chosen, @Res() reply: FastifyReply): Promise<void> {
    await this.form(me, reply, id, chosen(query), {});
  }

  @Post()
  async take(@Me() me: SignedIn, @Param('id') id: string, @Body() body: Chosen | null, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    const which = chosen(body ?? {});
    const typed: TypedAnswers = readForm(body, ...ANSWER_FIELDS);
    await this.pages.submit(
      async () => this.pages.redirect(reply, `/desk/tasks/${await this.answers.start(actorOf(me), id, which, answersOf(typed))}`),
      (faults) => this.form(me, reply, id, which, typed, faults),
    );
  }

  private async form(me: SignedIn, reply: FastifyReply, id: string, which: AskedItems, typed: TypedAnswers, faults?: FormFaults): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    await this.batches.get(id);
    const items = await this.answers.open(id, which);
    if (items.length === 0) throw new DomainError('invalid', 'batch-nothing-asked');
    this.pages.send(reply, 'batch-answers', { title: 'batch-answers', me, faults, id, ...this.presenter.form(id, items, which, typed, faults?.errorsAt ?? {}) });
  }
}

function chosen(form: Chosen): AskedItems {
  const { missing, scope } = form;
  if (scope === 'all') return { leftToPerson: true };
  if (typeof missing === 'string' && missing !== '') return { missing: missing.split(',') };
  return { places: tickedPlaces(form) };
}

/** Answers as the public contract has them; a number that is none is said to be so. */
function answersOf(typed: TypedAnswers): object {
  const counter = (text = ''): number | null => (text.trim() === '' ? null : Number(text.replace(',', '.')));
  const window = { previouslyLoaded: counter(typed['importResult.previouslyLoaded']), withOwner: counter(typed['importResult.withOwner']), errorText: typed['importResult.errorText']?.trim() || null };
  const facts = Object.entries(typed).flatMap(([path, value]) => (path.startsWith('facts.') && value ? [[path.slice('facts.'.length), value] as const] : []));
  return { importResult: Object.values(window).some((value) => value !== null) ? window : null, facts: Object.fromEntries(facts) };
}
