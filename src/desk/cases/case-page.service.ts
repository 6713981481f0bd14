import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { AnswersService } from '../../answers/answers.service.js';
import type { DeskCaseView } from '../../cases/operators/desk-case-view.js';
import { CaseUndoService } from '../../cases/operators/case-undo.service.js';
import { DeskCasesService } from '../../cases/operators/desk-cases.service.js';
import type { Operator, Seen } from '../../cases/operators/operator-actions.service.js';
import { ClosingService } from '../../closing/closing.service.js';
import { IncidentsService } from '../../incidents/incidents.service.js';
import { type GuideLink, GuidePresenter } from '../../guides/guide.presenter.js';
import { GuidesService } from '../../guides/guides.service.js';
import { ClockService } from '../../platform/clock.service.js';
import type { Category } from '../../triage/verdict.js';
import { CaseConflictPresenter } from './case-conflict.presenter.js';
import { CasePresenceService } from './case-presence.service.js';
import type { Typed } from './case-correction.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';

/** One action of an operator on one case, ready to be done. */
export interface CaseAction {
  /** Names the form, and the notice `desk.notices.case-<name>`. */
  name: string;
  me: SignedIn;
  number: string;
  /** The form as posted; `version` is the case's version that the operator saw. */
  typed: Typed;
  work: (seen: Seen, operator: Operator, page: DeskCaseView) => Promise<unknown>;
}

/** Shows a case, and does what its forms ask for: whatever cannot be done comes back with what was typed. */
@Injectable()
export class CasePageService {
  constructor(
    private readonly cases: DeskCasesService,
    private readonly accounts: AccountsService,
    private readonly answers: AnswersService,
    private readonly closing: ClosingService,
    private readonly incidents: IncidentsService,
    private readonly guides: GuidesService,
    private readonly guideWords: GuidePresenter,
    private readonly presenter: CasePagePresenter,
    private readonly conflicts: CaseConflictPresenter,
    private readonly undos: CaseUndoService,
    private readonly presence: CasePresenceService,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  async show(me: SignedIn, reply: FastifyReply, number: string, rows: { done?: string | undefined; faults?: FormFaults; typed?: Typed; form?: string; pane?: boolean } = {}): Promise<void> {
    const view = await this.cases.get(number);
    const assignees = can(actorOf(me), 'assign', 'case') ? (await this.accounts.list()).filter(({ activatedAt, disabledAt }) => activatedAt && !disabledAt) : [];
    const assignee = view.assigneeId && ((await this.accounts.names([view.assigneeId])).get(view.assigneeId) ?? null);
    const answers = can(actorOf(me), 'answer', 'case') ? await this.answers.offered(view.category.code) : [];
    const [undo, presence, incidents, guideLinks, proposal] = await Promise.all([
      this.undos.offered(view, me.account.id),
      this.presence.words(view.id, me),
      this.incidents.ofCase(view.id),
      this.guideLinks(view),
      this.closing.proposal(view.id),
    ]);
    const { faults, typed = {}, form = null } = rows;
    const page = this.presenter.present(view, {
      ...{ assignee, assignees, answers, undo, typed, form, now: this.clock.now() },
      me: actorOf(me),
      refusal: faults?.code ?? null,
      errorsAt: faults?.errorsAt ?? {},
    });
    // What changed meanwhile is told at length, not as a fault of the form.
    const shown = faults?.code === 'changed-meanwhile' ? { ...faults, errors: [] } : faults;
    this.pages.send(reply, rows.pane ? 'case-pane' : 'case', { title: 'case', titleParams: { number }, me, done: rows.done, faults: shown, incidents, guideLinks, proposal, ...page, presence });
  }

  /** What an operator can send along with an answer. */
  private async guideLinks({ category }: DeskCaseView): Promise<GuideLink[]> {
    const part = await this.guides.partFor(category.code as Category);
    const catalogue = await this.guides.catalogue();
    return this.guideWords.links(part, part ? part.guide.related.flatMap((slug) => catalogue.find(slug) ?? []) : []);
  }

  async showNews(reply: FastifyReply, number: string, after: string): Promise<void> {
    const news = this.conflicts.news(await this.cases.get(number), after);
    if (news.length > 0) this.pages.send(reply, 'case-news', { title: 'case', titleParams: { number }, news, number });
    else void reply.status(204).header('cache-control', 'no-store').send();
  }

  async act(reply: FastifyReply, { name, me, number, typed, work }: CaseAction): Promise<void> {
    await this.pages.submit(
      async () => {
        const view = await this.cases.get(number);
        const version = Number(typed['version']);
        await work({ id: view.id, version: Number.isInteger(version) ? version : -1 }, operatorOf(me), view);
        this.pages.redirect(reply, `/desk/cases/${number}?done=case-${name}`);
      },
      (faults) => this.show(me, reply, number, { faults, typed, form: name }),
    );
  }
}

function operatorOf({ account }: SignedIn): Operator {
  return { kind: 'operator', accountId: account.id, name: account.fullName || account.email };
}
