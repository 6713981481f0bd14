import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { AnswersService } from '../../answers/answers.service.js';
import type { DeskCaseView } from '../../cases/desk-case-view.js';
import { DeskCasesService } from '../../cases/desk-cases.service.js';
import type { Operator, Seen } from '../../cases/operator-actions.service.js';
import { IncidentsService } from '../../incidents/incidents.service.js';
import { GuidesService } from '../../guides/guides.service.js';
import { type GuideLink, GuidePresenter } from '../../guides/guide.presenter.js';
import type { Category } from '../../triage/verdict.js';
import { CasePagePresenter, type Typed } from './case-page.presenter.js';
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
    private readonly incidents: IncidentsService,
    private readonly guides: GuidesService,
    private readonly guideWords: GuidePresenter,
    private readonly presenter: CasePagePresenter,
    private readonly pages: DeskPageService,
  ) {}

  async show(me: SignedIn, reply: FastifyReply, number: string, rows: { done?: string | undefined; faults?: FormFaults; typed?: Typed; form?: string; pane?: boolean } = {}): Promise<void> {
    const view = await this.cases.get(number);
    const assignees = can(actorOf(me), 'assign', 'case') ? (await this.accounts.list()).filter(({ activatedAt, disabledAt }) => activatedAt && !disabledAt) : [];
    const assignee = view.assigneeId && ((await this.accounts.names([view.assigneeId])).get(view.assigneeId) ?? null);
    const answers = can(actorOf(me), 'answer', 'case') ? await this.answers.offered(view.category.code) : [];
    const page = this.presenter.present(view, { me: actorOf(me), assignee, assignees, answers, typed: rows.typed ?? {}, form: rows.form ?? null, errorsAt: rows.faults?.errorsAt ?? {} });
    const incidents = await this.incidents.ofCase(view.id);
    this.pages.send(reply, rows.pane ? 'case-pane' : 'case', { title: 'case', titleParams: { number }, me, done: rows.done, faults: rows.faults, incidents, ...page, guideLinks: await this.guideLinks(view) });
  }

  /** What an operator can send along with an answer. */
  private async guideLinks({ category }: DeskCaseView): Promise<GuideLink[]> {
    const part = await this.guides.partFor(category.code as Category);
    const catalogue = await this.guides.catalogue();
    return this.guideWords.links(part, part ? part.guide.related.flatMap((slug) => catalogue.find(slug) ?? []) : []);
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
