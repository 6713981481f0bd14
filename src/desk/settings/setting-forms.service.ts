import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/policy.js';
import { DEADLINE_RULES } from '../../deadlines/deadline-rules.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CONSENT_FIELDS } from '../../settings/consent.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { SettingsService } from '../../settings/settings.service.js';
import { isSimpleKey, type SimpleKey } from '../../settings/simple-settings.js';
import type { DeskPage } from '../frame/desk-page.service.js';
import { SettingRowsService } from './setting-rows.service.js';

/** What was typed into a form's fields. */
export type TypedSetting<Field extends string = string> = Readonly<Record<Field, string>>;

/** One setting as its page needs it. */
export interface SettingForm<Field extends string = string> {
  /** Names the template and the title. */
  page: string;
  fields: readonly Field[];
  /** Codes of the sentences that say what was done. */
  saved: string;
  reset: string;
  /** What the page shows; what was typed goes before what holds. */
  rows(typed?: TypedSetting<Field>): Promise<Partial<DeskPage>>;
  /** `seen`: the version that the form showed. @throws DomainError with the faults of the form. */
  save(actor: Actor, typed: TypedSetting<Field>, seen: number): Promise<void>;
}

/** The settings that have a page of their own, each as a form. */
@Injectable()
export class SettingFormsService {
  private readonly deadlines: SettingForm = {
    page: 'settings-deadlines',
    fields: [...DEADLINE_RULES.map(({ id }) => id), 'warningPercent'],
    saved: 'deadlines-saved',
    reset: 'deadlines-saved',
    rows: async (typed) => ({ ...(await this.settingRows.terms(typed)) }),
    save: (actor, typed, seen) => this.administration.changeDeadlines(actor, typed, seen),
  };

  private readonly consent: SettingForm<(typeof CONSENT_FIELDS)[number]> = {
    page: 'settings-consent',
    fields: CONSENT_FIELDS,
    saved: 'consent-published',
    reset: 'setting-reset',
    rows: async (typed) => {
      const { version, operator, text } = this.settings.consent;
      const held = { name: '', address: '', inn: '', email: '', ...operator, text };
      return { typed: typed ?? held, current: version, nobody: !operator, ...(await this.settingRows.consent()) };
    },
    save: (actor, typed, seen) => this.administration.publishConsent(actor, typed, seen),
  };

  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly settings: SettingsService,
    private readonly settingRows: SettingRowsService,
    private readonly templates: TemplatesService,
  ) {}

  /** @throws DomainError `no-such-page`. */
  of(key: string): SettingForm {
    if (key === 'deadlines') return this.deadlines;
    if (key === 'consent') return this.consent;
    if (isSimpleKey(key)) return this.simple(key);
    throw new DomainError('not-found', 'no-such-page');
  }

  private simple(key: SimpleKey): SettingForm<'value'> {
    return {
      page: 'setting',
      fields: ['value'],
      saved: 'setting-saved',
      reset: 'setting-reset',
      rows: async (typed) => {
        const { row, typed: held } = await this.settingRows.simple(key);
        const value = typed?.value ?? held;
        const titleParams = { label: this.templates.message(`settings.rows.${key}.label`) };
        return { titleParams, row, value, choices: this.settingRows.choices(key, value), head: this.settingRows.head(key, value) };
      },
      save: (actor, { value }, seen) => this.administration.change(actor, key, value, seen),
    };
  }
}
