import { Inject, Injectable } from '@nestjs/common';
import { withoutSnils } from '../certificates/hidden-snils.js';
import { CertificatePresenter } from '../certificates/certificate.presenter.js';
import { Config } from '../config/config.js';
import type { DeliveryRecord } from '../delivery/delivery-record.js';
import { DeliveryPresenter } from '../delivery/delivery.presenter.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { VerdictView } from '../triage/verdict-view.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import type { Verdict } from '../triage/verdict.js';
import { AccessKeysService } from './access-keys.service.js';
import type { CaseView, CreatedCaseView, KeylessCaseView, TimelineEntry } from './case-view.js';
import type { Case, CaseEvent } from './case.entity.js';

/** Where the words for coded values of an event live. */
const NAMES: Record<string, string> = {
  category: 'triage.categories',
  cause: 'delivery.causes',
  channel: 'cases.channels',
  outcome: 'cases.outcomes',
  route: 'triage.routes',
  notice: 'cases.notices',
  action: 'cases.undoable',
  way: 'cases.ways',
};

/** Shapes a case to the public contract. */
@Injectable()
export class CasePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly certificates: CertificatePresenter,
    private readonly verdicts: VerdictPresenter,
    private readonly deliveries: DeliveryPresenter,
    private readonly accessKeys: AccessKeysService,
    @Inject(Config) private readonly config: Config,
  ) {}

  present(row: Case, deliveries: DeliveryRecord[], events: CaseEvent[]): KeylessCaseView {
    const self = `${this.config.baseUrl}/api/v1/cases/${row.number}`;
    return {
      number: row.number,
      status: row.status,
      createdAt: row.createdAt.toISOString(),
      certificate: this.certificates.present(row.certificate),
      verdict: this.verdict(row.verdict),
      deliveries: deliveries.map((delivery) => this.deliveries.present(delivery)),
      timeline: events.map((event) => this.timelineEntry(event)),
      links: {
        self,
        ...((row.letter ?? row.letterOf) && { letterPdf: `${self}/letter.pdf`, letterDocx: `${self}/letter.docx`, edmsPackage: `${self}/edms-package.zip` }),
        certificateArchive: `${self}/certificate.zip`,
      },
    };
  }

  /** For somebody who has shown the key, or who has just made the case. */
  withKey(view: KeylessCaseView, caseId: string): CreatedCaseView {
    const { number, ...rest } = view;
    return { number, accessKey: this.accessKeys.keyOf(caseId), statusUrl: this.statusUrl(number, caseId), ...rest };
  }

  withStatusUrl(view: KeylessCaseView, caseId: string): CaseView {
    const { number, ...rest } = view;
    return { number, statusUrl: this.statusUrl(number, caseId), ...rest };
  }

  /** Address of the status page; whoever has it may see the case. */
  statusUrl(number: string, caseId: string): string {
    return `${this.config.baseUrl}/cases/${number}/${this.accessKeys.keyOf(caseId)}`;
  }

  verdict(verdict: Verdict): VerdictView {
    return this.verdicts.present(verdict, this.config);
  }

  /** One event as a sentence, without a full СНИЛС that somebody typed; `words` where somebody else than the applicant reads it. */
  words({ event, params }: Pick<CaseEvent, 'event' | 'params'>, words = 'cases.timeline'): string {
    const { action, category, cause, channel, outcome, route, notice, way } = params;
    const named = (key: string, name: string | undefined): object => (name ? { [key]: this.templates.message(`${NAMES[key]}.${name}`, this.config) } : {});
    const key = this.templates.hasMessage(`${words}.${event}`) ? `${words}.${event}` : `cases.timeline.${event}`;
    const text = this.templates.message(key, {
      ...params,
      ...named('action', action),
      ...named('category', category),
      ...named('cause', cause),
      ...named('channel', channel),
      ...named('outcome', outcome),
      ...named('route', route),
      ...named('notice', notice),
      ...named('way', way),
    });
    return withoutSnils(text);
  }

  private timelineEntry({ at, event, actor, params }: CaseEvent): TimelineEntry {
    return { at: at.toISOString(), event, actor, text: this.words({ event, params }) };
  }
}
