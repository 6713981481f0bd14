import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { CaseStatus } from '../cases/case-status.js';
import type { CaseView } from '../cases/case-view.js';
import { isDrafted } from '../delivery/delivery-view.js';
import type { CaseFileKind } from '../cases/new-case.js';
import { russianDateTime } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CertificatePresenter, type FactRow } from './certificate.presenter.js';
import { type DeliverySentence, DeliverySentencesPresenter } from './delivery-sentences.presenter.js';

/** A file to download. */
export interface FileLink {
  href: string;
  label: string;
}

/** The part of the status page that refreshes itself (`templates/pages/_case-state.hbs`). */
export interface CaseState {
  base: string;
  /** Changes with everything that the applicant can see. */
  version: string;
  poll: boolean;
  status: string;
  statusText: string;
  tone: 'ok' | 'wait' | 'you' | 'bad';
  deliveries: DeliverySentence[];
  /** Where the case goes on after it was merged; `href` is `null` when the other is another person's. */
  merged: { number: string; href: string | null } | null;
}

/** What the done page and the status page have in common. */
export interface CasePage extends CaseState {
  title: string;
  number: string;
  statusUrl: string;
  todo: string[];
  letters: FileLink[];
}

/** What `templates/pages/case-status.hbs` shows besides. */
export interface CaseStatusPage extends CasePage {
  canSelfHelp: boolean;
  canUpload: boolean;
  canRegister: boolean;
  canMessage: boolean;
  files: FileLink[];
  /** Cases that the letter is for; `null` when it is for this one alone. */
  letterFor: { title: string; cases: { number: string; href: string; here: boolean }[] } | null;
  timeline: { at: string; when: string; who: string; text: string }[];
  about: FactRow[];
  reasons: string[];
  rule: string | null;
}

const TONES: Record<CaseStatus, CaseState['tone']> = {
  'self-help': 'you',
  'awaiting-signed-letter': 'you',
  'awaiting-applicant': 'you',
  'awaiting-operator': 'wait',
  queued: 'wait',
  sent: 'ok',
  resolved: 'ok',
  closed: 'ok',
  'delivery-problem': 'bad',
  cancelled: 'bad',
};

/** With a draft in the EDMS. */
const DRAFT_STEPS = ['check', 'sign', 'number'] as const;

/** Shapes a case for its applicant: where it stands, what to do, what happened. */
@Injectable()
export class CasePagePresenter {
  constructor(
    private readonly certificates: CertificatePresenter,
    private readonly sentences: DeliverySentencesPresenter,
    private readonly templates: TemplatesService,
  ) {}

  done(view: CaseView, accessKey: string): CasePage {
    return { ...this.common(view, accessKey), title: this.templates.message('portal.titles.done', { number: view.number }) };
  }

  status(view: CaseView, accessKey: string): CaseStatusPage {
    const { status, verdict } = view;
    const common = this.common(view, accessKey);
    return {
      ...common,
      canSelfHelp: status === 'self-help',
      canUpload: status === 'awaiting-signed-letter',
      canRegister: status === 'awaiting-applicant' && verdict.route === 'letter-edms',
      // Of a merged case the operators see what is written in the other.
      canMessage: status !== 'closed' && status !== 'cancelled' && !common.merged?.href,
      files: [
        ...(common.todo.length > 0 ? [] : common.letters),
        this.file(common.base, 'certificate.zip'),
      ],
      letterFor: this.letterFor(view),
      timeline: view.timeline.map(({ at, actor, text }) => ({ at, text, when: russianDateTime(at), who: this.templates.message(`portal.actors.${actor}`) })),
      about: this.about(view),
      reasons: verdict.reasons,
      rule: verdict.ruleId,
    };
  }

  state(view: CaseView, accessKey: string): CaseState {
    const { status, deliveries, timeline } = view;
    // Mail that was only captured has not been sent, and nobody is told that it was.
    const captured = status === 'sent' && deliveries.some(({ channel, receipt }) => channel !== 'notice' && receipt === 'captured');
    const { mergedInto } = view;
    const words = mergedInto ? 'portal.merged' : `triage.statuses.${captured ? 'captured' : status}`;
    const message = (name: string) => this.templates.message(`${words}.${name}`, mergedInto);
    return {
      base: `/cases/${view.number}/${accessKey}`,
      version: createHash('sha256').update(JSON.stringify([status, deliveries, timeline.length])).digest('base64url').slice(0, 16),
      poll: status !== 'closed',
      status: message('label'),
      statusText: message('text'),
      tone: TONES[status],
      deliveries: mergedInto ? [] : this.sentences.present(deliveries, status),
      merged: mergedInto ? { number: mergedInto.number, href: mergedInto.statusUrl } : null,
    };
  }

  private common(view: CaseView, accessKey: string): CasePage {
    const state = this.state(view, accessKey);
    const { links, verdict } = view;
    return {
      ...state,
      title: state.status,
      number: view.number,
      statusUrl: view.statusUrl,
      todo: TONES[view.status] === 'you' ? this.steps(view) : [],
      letters: [
        ...(verdict.route === 'letter-edms' && links.edmsPackage ? [this.file(state.base, 'edms-package.zip')] : []),
        ...(links.letterPdf ? [this.file(state.base, 'letter.pdf')] : []),
        ...(links.letterDocx ? [this.file(state.base, 'letter.docx')] : []),
      ],
    };
  }

  /** What the rules say is for those who fetch the package. */
  private steps({ deliveries, verdict }: CaseView): string[] {
    return deliveries.some(isDrafted) ? DRAFT_STEPS.map((step) => this.templates.message(`portal.draftSteps.${step}`)) : verdict.nextSteps;
  }

  private letterFor({ number, letterFor }: CaseView): CaseStatusPage['letterFor'] {
    if (!letterFor) return null;
    const form = new Intl.PluralRules('ru').select(letterFor.length);
    return {
      title: this.templates.message(`portal.letterFor.${form}`, { count: letterFor.length }),
      cases: letterFor.map((each) => ({ number: each.number, href: each.statusUrl, here: each.number === number })),
    };
  }

  private about({ certificate, createdAt, verdict }: CaseView): FactRow[] {
    const label = (name: string) => this.templates.message(`portal.about.${name}`);
    const { organization } = certificate.subject;
    return [
      ...(verdict.category ? [{ label: label('category'), value: this.templates.message(`triage.categories.${verdict.category}`) }] : []),
      { label: label('owner'), value: this.certificates.owner(certificate) },
      ...(organization ? [{ label: label('organization'), value: organization }] : []),
      { label: label('validity'), value: this.certificates.validity(certificate) },
      ...this.certificates.rows(certificate).filter(({ label: name }) => name === this.templates.message('portal.certificate.labels.thumbprint')),
      { label: label('created'), value: russianDateTime(createdAt) },
    ];
  }

  private file(base: string, kind: CaseFileKind): FileLink {
    return { href: `${base}/files/${kind}`, label: this.templates.message(`portal.files.${kind}`) };
  }
}
