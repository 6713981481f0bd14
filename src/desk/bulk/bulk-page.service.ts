import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { AnswerFillingService } from '../../answers/answer-filling.service.js';
import { AnswersService } from '../../answers/answers.service.js';
import { BULK_KINDS, BULK_RIGHTS, type BulkAction, type BulkKind, isBulkKind } from '../../bulk/bulk-action.js';
import type { BulkAim } from '../../bulk/bulk-forecast.js';
import { BulkService, type ChosenCases } from '../../bulk/bulk.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { BulkPagePresenter, type TypedBulk } from './bulk-page.presenter.js';

/** A form that nobody has typed into yet. */
export const NOTHING_TYPED: TypedBulk = { assignee: '', outcome: 'answered', text: '', route: '' };

/** Shows the way from chosen cases to a started action: choose, fill in, look at what will be done. */
@Injectable()
export class BulkPageService {
  constructor(
    private readonly bulk: BulkService,
    private readonly accounts: AccountsService,
    private readonly answers: AnswersService,
    private readonly filling: AnswerFillingService,
    private readonly presenter: BulkPagePresenter,
    private readonly pages: DeskPageService,
  ) {}

  /** @throws DomainError `bulk-selection-not-found`, `no-such-page`, `forbidden`. */
  async find(me: SignedIn, id: string, action: string): Promise<{ chosen: ChosenCases; kind: BulkKind }> {
    if (!isBulkKind(action)) throw new DomainError('not-found', 'no-such-page');
    if (!can(actorOf(me), BULK_RIGHTS[action], 'case')) throw new DomainError('forbidden', 'forbidden');
    return { chosen: await this.chosen(me, id), kind: action };
  }

  /** Which action? A set that was used leads to what was started with it. */
  async choose(reply: FastifyReply, me: SignedIn, id: string): Promise<void> {
    const chosen = await this.chosen(me, id);
    if (chosen.taskId) return this.pages.redirect(reply, `/desk/tasks/${chosen.taskId}`);
    const kinds = BULK_KINDS.filter((kind) => can(actorOf(me), BULK_RIGHTS[kind], 'case'));
    const choices = await Promise.all(kinds.map(async (kind) => this.presenter.choice(kind, chosen, await this.bulk.outlook(id, this.aim(me, kind, NOTHING_TYPED)))));
    this.pages.send(reply, 'bulk', { title: 'bulk', me, chosen: { ...chosen, cases: this.presenter.cases(chosen.size) }, choices });
    return undefined;
  }

  /** The form of an action; one that asks nothing is looked at right away. */
  async form(reply: FastifyReply, me: SignedIn, chosen: ChosenCases, kind: BulkKind, typed: TypedBulk, faults?: FormFaults): Promise<void> {
    if (chosen.taskId) return this.pages.redirect(reply, `/desk/tasks/${chosen.taskId}`);
    if (!this.presenter.asks(kind).any && !faults) return this.check(reply, me, chosen, { kind } as BulkAction, typed);
    this.pages.send(reply, 'bulk-form', { title: `bulk-${kind}`, me, faults, ...this.presenter.form(await this.material(chosen, kind, typed)) });
    return undefined;
  }

  /** What exactly will be done to how many; nothing is done yet. */
  async check(reply: FastifyReply, me: SignedIn, chosen: ChosenCases, action: BulkAction, typed: TypedBulk): Promise<void> {
    const outlook = await this.bulk.outlook(chosen.id, this.aim(me, action.kind, typed));
    const [number] = outlook.examples;
    const text = (action.kind === 'answer' || action.kind === 'resolve') && action.text;
    const preview = text && number ? { number, text: await this.filling.fill(text, number, me.account.fullName || me.account.email) } : null;
    const page = this.presenter.check({ ...(await this.material(chosen, action.kind, typed)), outlook, preview });
    this.pages.send(reply, 'bulk-check', { title: `bulk-${action.kind}`, me, ...page });
  }

  /** Puts a template under what is typed already; its placeholders are filled for each case later. */
  async insert(typed: TypedBulk, templateId: string): Promise<TypedBulk> {
    if (!isId(templateId)) return typed;
    const { body } = await this.answers.get(templateId);
    await this.answers.countUse(templateId);
    return { ...typed, text: [typed.text.trimEnd(), body].filter(Boolean).join('\n\n') };
  }

  private chosen(me: SignedIn, id: string): Promise<ChosenCases> {
    if (!isId(id)) throw new DomainError('not-found', 'bulk-selection-not-found');
    return this.bulk.get(id, me.account.id);
  }

  private aim(me: SignedIn, kind: BulkKind, { assignee, route }: TypedBulk): BulkAim {
    return { kind, assigneeId: kind === 'take' ? me.account.id : assignee || null, route: route || null };
  }

  private async material(chosen: ChosenCases, kind: BulkKind, typed: TypedBulk) {
    const asks = this.presenter.asks(kind);
    const [people, answers] = await Promise.all([asks.assignee ? this.accounts.list() : [], asks.templates ? this.answers.offered(null) : []]);
    return { kind, chosen, typed, people: people.filter(({ activatedAt, disabledAt }) => activatedAt && !disabledAt), answers };
  }
}
