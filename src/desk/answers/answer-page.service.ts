import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { AnswerFillingService } from '../../answers/answer-filling.service.js';
import { checkAnswer } from '../../answers/answer-input.js';
import { AnswersService } from '../../answers/answers.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { AnswersPresenter, type TypedAnswer } from './answers.presenter.js';

/** What a page of one template shows besides the template. */
export interface AnswerPage {
  typed?: TypedAnswer;
  faults?: FormFaults;
  done?: string | undefined;
  /** The text on a case, and which. */
  preview?: { text: string; number: string };
}

/** Shows the form of a template: a new one, or one that is there with its versions. */
@Injectable()
export class AnswerPageService {
  constructor(
    private readonly answers: AnswersService,
    private readonly filling: AnswerFillingService,
    private readonly accounts: AccountsService,
    private readonly presenter: AnswersPresenter,
    private readonly pages: DeskPageService,
  ) {}

  showNew(reply: FastifyReply, me: SignedIn, { typed = { title: '', category: '', body: '' }, faults, preview }: AnswerPage = {}): void {
    this.pages.send(reply, 'answer', { title: 'answer-new', me, faults, preview, action: '/desk/answers/new', ...this.presenter.form(typed) });
  }

  async show(reply: FastifyReply, me: SignedIn, id: string, { typed, faults, done, preview }: AnswerPage = {}): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'answer-not-found');
    const answer = await this.answers.get(id);
    const versions = await this.answers.history(id);
    const names = await this.accounts.names(versions.flatMap(({ accountId }) => accountId ?? []));
    const { title, category, body, version, retiredAt, used } = answer;
    this.pages.send(reply, 'answer', {
      title: 'answer',
      titleParams: { heading: title },
      me,
      done,
      faults,
      preview,
      action: `/desk/answers/${id}`,
      known: { version, retired: retiredAt !== null, used: used.toLocaleString('ru-RU') },
      history: this.presenter.history(versions, names),
      ...this.presenter.form(typed ?? { title, category: category ?? '', body }),
    });
  }

  /** What a text would be on a case. @throws DomainError `validation-failed`, also for a number that no case has. */
  async preview(typed: TypedAnswer, typedNumber: string, me: SignedIn): Promise<{ text: string; number: string }> {
    const { body } = checkAnswer(typed);
    const number = typedNumber.trim();
    try {
      return { number, text: await this.filling.fill(body, number, me.account.fullName || me.account.email) };
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
      throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'number', code: 'unknown-case' }] });
    }
  }
}
