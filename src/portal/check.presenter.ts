import { Injectable } from '@nestjs/common';
import { needsLetter } from '../cases/case-requirements.js';
import { TemplatesService } from '../platform/templates.service.js';
import { typed } from './answers.js';
import { CertificatePresenter } from './certificate.presenter.js';
import { CONTACT_FIELDS, DESK_ORGANIZATION_FIELDS, NEW_USER_PERSON_FIELDS, NEW_USER_ROLE_FIELDS, ORGANIZATION_FIELDS } from './details.js';
import { FormPresenter } from './form.presenter.js';
import { QuestionPresenter } from './question.presenter.js';
import { VerdictPagePresenter } from './verdict-page.presenter.js';
import type { Wizard } from './wizard.service.js';

/** One answer on the page `/check`. */
export interface CheckRow {
  label: string;
  value: string;
  /** Where it can be changed. */
  href: string;
  empty?: boolean;
  warning?: string | null;
}

/** Lists everything that was answered, with the way back to each answer. */
@Injectable()
export class CheckPresenter {
  constructor(
    private readonly forms: FormPresenter,
    private readonly certificates: CertificatePresenter,
    private readonly verdicts: VerdictPagePresenter,
    private readonly questions: QuestionPresenter,
    private readonly templates: TemplatesService,
  ) {}

  sections(wizard: Wizard): { title: string; rows: CheckRow[] }[] {
    const letter = needsLetter(wizard.route);
    const title = (name: string) => this.templates.message(`portal.check.sections.${name}`);
    return [
      { title: title('trouble'), rows: this.trouble(wizard) },
      { title: title('contact'), rows: this.rows(wizard, letter ? CONTACT_FIELDS : ['description', ...CONTACT_FIELDS], '/details') },
      { title: title('organization'), rows: this.rows(wizard, letter ? ORGANIZATION_FIELDS : DESK_ORGANIZATION_FIELDS, letter ? '/organization' : '/details') },
      ...(letter ? [{ title: title('newUser'), rows: this.newUser(wizard) }] : []),
    ];
  }

  private trouble(wizard: Wizard): CheckRow[] {
    const { facts } = wizard.certificate;
    const label = (name: string) => this.templates.message(`portal.check.${name}`);
    const page = this.verdicts.present(wizard);
    return [
      { label: label('certificate'), value: `${this.certificates.owner(facts)}. ${this.certificates.validity(facts)}`, href: '/' },
      ...page.basis,
      { label: label('verdict'), value: [page.title, page.route].filter(Boolean).join('. '), href: '/verdict' },
      ...(needsLetter(wizard.route)
        ? [{ label: page.edmsQuestion, value: this.questions.answer('facts.edms', typed(wizard.answers, 'facts.edms')), href: '/verdict' }]
        : []),
    ];
  }

  private newUser(wizard: Wizard): CheckRow[] {
    if (wizard.completed['newUser.isMe'] !== 'yes') return this.rows(wizard, [...NEW_USER_PERSON_FIELDS, ...NEW_USER_ROLE_FIELDS], '/new-user');
    const [fullName] = this.rows(wizard, ['newUser.fullName'], '/new-user');
    const same = { ...fullName, value: this.templates.message('portal.check.sameAsContact') } as CheckRow;
    return [same, ...this.rows(wizard, NEW_USER_ROLE_FIELDS, '/new-user')];
  }

  private rows({ completed, route }: Wizard, names: readonly string[], href: string): CheckRow[] {
    return this.forms.fields(names, completed, [], route).map(({ label, value, warning }) => ({
      label,
      value: value.trim() || this.templates.message('portal.answers.empty'),
      empty: value.trim() === '',
      warning,
      href,
    }));
  }
}
