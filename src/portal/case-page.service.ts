import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import type { CaseView } from '../cases/case-view.js';
import { GuidesService } from '../guides/guides.service.js';
import { GuidePresenter } from '../guides/guide.presenter.js';
import { DomainError } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { fieldId, FormPresenter } from './form.presenter.js';
import { PageService } from './page.service.js';

/** Number and access key from the address. */
export interface CaseAddress {
  number: string;
  key: string;
}

/** A form of the status page: which field its faults belong to, what was typed, which notice follows. */
export interface CaseForm {
  /** Path of the field, or a prefix of the fault's path (`registration` for `registration.date`). */
  field: string;
  typed?: Record<string, string>;
  notice: string;
}

/** The status page after reading and after each of its forms. */
@Injectable()
export class CasePageService {
  constructor(
    private readonly cases: CasesService,
    private readonly presenter: CasePagePresenter,
    private readonly guides: GuidesService,
    private readonly guideWords: GuidePresenter,
    private readonly forms: FormPresenter,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  async show(reply: FastifyReply, { number, key }: CaseAddress, { done }: { done?: string | undefined } = {}): Promise<void> {
    const view = await this.cases.get(number, key);
    const notice = `portal.notices.${done}`;
    this.pages.sendPrivate(reply, 'case-status', {
      ...this.presenter.status(view, key),
      guidePart: await this.guidePart(view),
      notice: this.templates.hasMessage(notice) && this.templates.message(notice),
    });
  }

  /** Does what a form asks for, then shows the page with GET; a fault is shown beside its field, nothing typed is lost. */
  async submit(reply: FastifyReply, address: CaseAddress, form: CaseForm, action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'not-found' || error.kind === 'unavailable') throw error;
      return this.showFaults(reply, address, form, error);
    }
    this.pages.redirect(reply, `/cases/${address.number}/${address.key}?done=${form.notice}`);
  }

  private async showFaults(reply: FastifyReply, { number, key }: CaseAddress, { field, typed }: CaseForm, error: DomainError): Promise<void> {
    const faults = error.options.faults?.map((fault) => ({ ...fault, path: field.endsWith('.') ? `${field}${fault.path}` : field }));
    const lines = faults
      ? this.forms.errors(faults)
      : [{ href: `#${fieldId(field)}`, text: this.templates.message(`errors.${error.code}.detail`, error.options.params) }];
    const errorsAt = Object.fromEntries(lines.map(({ href, text }) => [href.slice(1), text]));
    const view = await this.cases.get(number, key);
    const page = { ...this.presenter.status(view, key), guidePart: await this.guidePart(view) };
    this.pages.sendPrivate(reply, 'case-status', { ...page, errors: lines, faulty: true, errorsAt, typed }, 422);
  }
  /** Whoever is done needs no guide. */
  private async guidePart({ status, verdict }: CaseView): Promise<object | null> {
    const done = status === 'resolved' || status === 'closed' || status === 'cancelled';
    return done ? null : this.guideWords.part(await this.guides.partFor(verdict.category));
  }
}
