import { Injectable } from '@nestjs/common';
import type { CertificateFacts } from '../../certificates/certificate-facts.js';
import { Config } from '../../config/config.js';
import { adviseOn, type CertificateAdvice } from '../../guides/certificate-advice.js';
import { ClockService } from '../../platform/clock.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CertificatePresenter, type FactRow } from '../certificate.presenter.js';
import type { PageContext } from '../page.service.js';

/** What `templates/pages/help/_certificate-checked.hbs` shows. */
export interface CheckedCertificate {
  owner: string;
  rows: FactRow[];
  fits: { key: CertificateAdvice['fits']; label: string; value: string };
  reasons: string[];
  warnings: string[];
  renewal: { href: string; text: string };
  next: { text: string; button: string; href: string };
}

const plural = new Intl.PluralRules('ru');
/** Warnings that the reasons say better. */
const SAID: readonly string[] = ['expired', 'not-yet-valid', 'not-gost', 'person-missing', 'organization-missing'];

/** Puts the advice on a certificate into words. */
@Injectable()
export class CertificateCheckPresenter {
  constructor(
    private readonly certificates: CertificatePresenter,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    private readonly config: Config,
  ) {}

  /** The page before a file was chosen. */
  empty(): PageContext {
    return { title: this.say('titles.check'), description: this.say('descriptions.check'), back: '/help', canonical: `${this.config.baseUrl}/help/certificate-check` };
  }

  present(facts: CertificateFacts): CheckedCertificate {
    const advice = adviseOn(facts, this.clock.now());
    const { owner, rows, warnings } = this.certificates.present({ ...facts, warnings: facts.warnings.filter(({ code }) => !SAID.includes(code)) });
    return {
      owner,
      rows: [...rows, { label: this.say('check.labels.days'), value: this.days(facts, advice.daysLeft) }],
      fits: { key: advice.fits, label: this.say('check.labels.fits'), value: this.say(`check.fits.${advice.fits}`) },
      reasons: advice.reasons.map((reason) => this.say(`check.reasons.${reason}`)),
      warnings,
      renewal: { href: `/help/${advice.renewal}`, text: this.say(`check.issuers.${advice.issuer}`) },
      next: { text: this.say(`check.next.${advice.next}.text`), button: this.say(`check.next.${advice.next}.button`), href: hrefOf(advice) },
    };
  }

  private days({ validity }: CertificateFacts, left: number): string {
    if (validity === 'not-yet-valid') return this.say('check.days.before');
    if (validity === 'expired') return this.say('check.days.none');
    if (left < 1) return this.say('check.days.today');
    const form = plural.select(left);
    return this.say('check.days.left', { count: left, unit: this.say(`check.units.${form === 'one' || form === 'few' ? form : 'many'}`) });
  }

  private say(key: string, params?: object): string {
    return this.templates.message(`guides.${key}`, params);
  }
}

function hrefOf({ next, renewal }: CertificateAdvice): string {
  switch (next) {
    case 'renew':
    case 'load-soon':
      return `/help/${renewal}`;
    case 'look':
      return '/help/certificate-file';
    case 'wait':
    case 'load':
      return '/help/rmis-import';
  }
}
