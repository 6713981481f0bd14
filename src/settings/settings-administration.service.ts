import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Audited, AuditService } from '../accounts/audit.service.js';
import { type Actor, assertCan, type Rights } from '../accounts/policy.js';
import { RECOUNT, type RecountData } from '../cases/recount.jobs.js';
import { Config } from '../config/config.js';
import type { CalendarYear } from '../deadlines/calendar-year.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { localDay } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { type Consent, type CONSENT_FIELDS, consentVersion, readConsent } from './consent.js';
import { readFigures } from './deadline-figures.js';
import { SettingVersion } from './setting.entity.js';
import { calendarKey, type SettingRecord } from './setting-record.js';
import { SettingsService } from './settings.service.js';
import { readTyped, SIMPLE_SETTINGS, type SimpleKey, typedForm } from './simple-settings.js';

/** One change at a time: versions count up, and ids are committed in their order. */
const SETTINGS_LOCK = 7_200_155;
const HISTORY = 50;
/** The count waits until every process knows of the change, so that no case that is made meanwhile is missed. */
const RECOUNT_AFTER_MS = 4_000;

interface Change {
  actor: Actor;
  subject: Extract<Rights['manage'], 'settings' | 'deadlines'>;
  key: string;
  /** The version that the form showed. */
  seen: number;
  /** `null` = back to the default. */
  value: object | string | null;
  details?: Audited['details'];
  recount?: boolean;
}

/** Changes of settings: checked, versioned, audited, and in force on every process within a second or so. */
@Injectable()
export class SettingsAdministrationService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly settings: SettingsService,
    private readonly audit: AuditService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    private readonly config: Config,
  ) {}

  /** @throws DomainError with a fault of the field `value`, `setting-changed` when somebody was faster, `forbidden`. */
  async change(actor: Actor, key: SimpleKey, typed: string, seen: number): Promise<void> {
    const read = readTyped(key, typed);
    if (!read) throw invalid([{ path: 'value', code: 'invalid', message: this.templates.message(`settings.rows.${key}.fault`) }]);
    const { telling } = SIMPLE_SETTINGS[key];
    const details: Record<string, string> = telling ? { before: typedForm(key, this.config), after: read.stored } : {};
    await this.save({ actor, subject: 'settings', key, seen, value: read.stored, details });
  }

  /** @throws DomainError with faults of the fields `<rule id>` and `warningPercent`; the others as above. */
  async changeDeadlines(actor: Actor, typed: Readonly<Record<string, string>>, seen: number): Promise<void> {
    const read = readFigures(typed);
    if ('faults' in read) throw invalid(read.faults.map((fault) => ({ ...fault, message: this.templates.message(`settings.faults.${fault.code}`) })));
    const { minutes, warningPercent } = read.figures;
    const before = this.settings.figures;
    const changed = Object.entries(minutes).filter(([id, value]) => before.minutes[id] !== value);
    const details = {
      ...Object.fromEntries(changed.map(([id, value]) => [id, `${before.minutes[id] ?? ''} → ${value}`])),
      ...(before.warningPercent !== warningPercent && { warningPercent: `${before.warningPercent} → ${warningPercent}` }),
    };
    await this.save({ actor, subject: 'deadlines', key: 'deadlines', seen, value: read.figures, details, recount: true });
  }

  /** A year of the calendar that was checked; goes before its file. */
  async changeCalendar(actor: Actor, calendar: CalendarYear, seen: number): Promise<void> {
    const { year, daysOff, workingWeekends, shortDays } = calendar;
    const details = { year, daysOff: daysOff.length, workingWeekends: workingWeekends.length, shortDays: shortDays.length };
    await this.save({ actor, subject: 'deadlines', key: calendarKey(year), seen, value: calendar, details, recount: true });
  }

  /** Publishes a new version of the consent. @throws DomainError with faults of its fields. */
  async publishConsent(actor: Actor, typed: Readonly<Record<(typeof CONSENT_FIELDS)[number], string>>, seen: number): Promise<void> {
    const read = readConsent(typed);
    if ('faults' in read) throw invalid(read.faults.map((fault) => ({ ...fault, message: this.templates.message(`settings.consent.faults.${fault.path}.${fault.code}`) })));
    const { consent } = this.settings;
    if (consent.operator && Object.entries(read.operator).every(([name, value]) => consent.operator?.[name as keyof typeof read.operator] === value) && consent.text === read.text)
      throw new DomainError('conflict', 'setting-same');
    const value: Consent = { ...read, version: consentVersion(localDay(this.clock.now()), this.settings.consentVersions) };
    await this.save({ actor, subject: 'settings', key: 'consent', seen, value, details: { consent: value.version } });
  }

  /** The environment, the file or the shipped text holds again. */
  async reset(actor: Actor, key: string, seen: number): Promise<void> {
    const inTime = key === 'deadlines' || key.startsWith('calendar-');
    await this.save({ actor, subject: inTime ? 'deadlines' : 'settings', key, seen, value: null, recount: inTime });
  }

  /** Versions of a setting, the newest first. */
  async history(key: string): Promise<SettingRecord[]> {
    return this.dataSource.manager.find(SettingVersion, { where: { key }, order: { version: 'DESC' }, take: HISTORY });
  }

  /** The newest version of every setting that was ever changed. */
  async newest(): Promise<Map<string, SettingRecord>> {
    const rows = await this.dataSource.query<SettingRecord[]>(
      'SELECT DISTINCT ON (key) key, version, value, at, account_id AS "accountId" FROM setting_versions ORDER BY key, version DESC',
    );
    return new Map(rows.map((row) => [row.key, row]));
  }

  private async save({ actor, subject, key, seen, value, details = {}, recount }: Change): Promise<void> {
    assertCan(actor, 'manage', subject);
    await this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [SETTINGS_LOCK]);
      const newest = await tx.manager.findOne(SettingVersion, { where: { key }, order: { version: 'DESC' } });
      const version = newest?.version ?? 0;
      if (version !== seen) throw new DomainError('conflict', 'setting-changed');
      if (value === null && (newest?.value ?? null) === null) return;
      // As JSON text: the driver would take a string for the JSON itself.
      await tx.manager.query('INSERT INTO setting_versions (key, version, value, at, account_id) VALUES ($1, $2, $3::jsonb, $4, $5)', [
        key, version + 1, value === null ? null : JSON.stringify(value), this.clock.now(), actor.accountId,
      ]);
      await this.audit.record(tx, {
        by: actor.accountId,
        action: value === null ? 'settings.reset' : 'settings.changed',
        subject: `setting:${key}`,
        details: { version: version + 1, ...details },
      });
      if (recount) tx.enqueue(RECOUNT, { after: null } satisfies RecountData, new Date(this.clock.now().getTime() + RECOUNT_AFTER_MS));
    });
    await this.settings.refresh();
  }
}

function invalid(faults: NonNullable<DomainError['options']['faults']>): DomainError {
  return new DomainError('invalid', 'validation-failed', { faults });
}
