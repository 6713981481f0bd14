import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { readCalendarYear, type CalendarYear } from '../deadlines/calendar-year.js';
import type { DeadlineTerms } from '../deadlines/deadline-rules.js';
import { TemplatesService } from '../platform/templates.service.js';
import { SHIPPED_CONSENT, storedConsent, type Consent } from './consent.js';
import { storedFigures, termsOf, type DeadlineFigures } from './deadline-figures.js';
import { calendarYearOf } from './setting-record.js';
import { fromStored } from './simple-settings.js';

/** How long another process may go on with a setting that was changed. */
const SETTINGS_POLL_MS = 1_000;

interface StoredVersion {
  id: string;
  key: string;
  value: unknown;
}

/**
 * What holds now: the environment and the files, and over them what administrators set in the desk. Every process asks the
 * database once a second whether something is new; after its own change a process asks at once.
 */
@Injectable()
export class SettingsService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(SettingsService.name);
  private newest = '0';
  private timer: NodeJS.Timeout | null = null;
  private asking: Promise<void> | null = null;
  private stored: ReadonlyMap<string, unknown> = new Map();
  private published: readonly Consent[] = [];
  private held: { figures: DeadlineFigures; terms: DeadlineTerms; calendars: readonly CalendarYear[] } = this.derive();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Config) private readonly config: Config,
    private readonly templates: TemplatesService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void (this.asking ?? this.refresh()).catch((error: Error) => this.logger.warn(`settings not read: ${error.message}`)), SETTINGS_POLL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.asking?.catch(() => undefined);
  }

  /** Grows with every change that this process knows of; whoever derives something from the settings derives it anew then. */
  get revision(): string {
    return this.newest;
  }

  get terms(): DeadlineTerms {
    return this.held.terms;
  }

  get figures(): DeadlineFigures {
    return this.held.figures;
  }

  /** Years that were set in the desk; each goes before its file. */
  get calendars(): readonly CalendarYear[] {
    return this.held.calendars;
  }

  /** The consent that is asked for now. */
  get consent(): Consent {
    return storedConsent(this.stored.get('consent')) ?? this.shippedConsent();
  }

  /** A version that was ever asked for, `null` when there was no such one. */
  consentOf(version: string): Consent | null {
    return version === SHIPPED_CONSENT ? this.shippedConsent() : (this.published.find((one) => one.version === version) ?? null);
  }

  /** Names of all versions that were ever asked for, the oldest first. */
  get consentVersions(): string[] {
    return [SHIPPED_CONSENT, ...this.published.map(({ version }) => version)];
  }

  /** Reads what is new, all that was committed before the call. A job that depends on a change calls it first. */
  refresh(): Promise<void> {
    const before = this.asking?.catch(() => undefined) ?? Promise.resolve();
    const asking = before.then(() => this.read()).finally(() => {
      if (this.asking === asking) this.asking = null;
    });
    this.asking = asking;
    return asking;
  }

  private async read(): Promise<void> {
    const [last] = await this.dataSource.query<{ id: string }[]>('SELECT id FROM setting_versions ORDER BY id DESC LIMIT 1');
    if ((last?.id ?? '0') === this.newest) return;
    const rows = await this.dataSource.query<StoredVersion[]>('SELECT DISTINCT ON (key) id, key, value FROM setting_versions ORDER BY key, id DESC');
    const consents = await this.dataSource.query<StoredVersion[]>("SELECT value FROM setting_versions WHERE key = 'consent' AND value IS NOT NULL ORDER BY id");
    this.stored = new Map(rows.filter(({ value }) => value !== null).map(({ key, value }) => [key, value]));
    this.published = consents.flatMap(({ value }) => storedConsent(value) ?? []);
    this.held = this.derive();
    this.config.override(fromStored(this.stored));
    this.newest = rows.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
  }

  private derive(): { figures: DeadlineFigures; terms: DeadlineTerms; calendars: CalendarYear[] } {
    const figures = storedFigures(this.stored.get('deadlines'));
    const calendars = [...this.stored].flatMap(([key, value]) => {
      const year = calendarYearOf(key);
      const reading = year === null ? null : readCalendarYear(JSON.stringify(value), year);
      return reading && 'calendar' in reading ? [reading.calendar] : [];
    });
    return { figures, terms: termsOf(figures), calendars };
  }

  private shippedConsent(): Consent {
    return { version: SHIPPED_CONSENT, operator: null, text: this.templates.render('texts/consent.txt').trim() };
  }
}
