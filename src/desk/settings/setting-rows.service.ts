import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../accounts/accounts.service.js';
import { RecountService } from '../../cases/recount.service.js';
import { Config } from '../../config/config.js';
import { DeadlinePresenter } from '../../deadlines/deadline.presenter.js';
import { DeadlinesService } from '../../deadlines/deadlines.service.js';
import { DeliveriesService } from '../../delivery/deliveries.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { russianDate, russianDateTime, russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { storedConsent } from '../../settings/consent.js';
import { SHIPPED_FIGURES, storedFigures, typedHours, type DeadlineFigures } from '../../settings/deadline-figures.js';
import { calendarKey, calendarYearOf, type SettingRecord } from '../../settings/setting-record.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { SettingsService } from '../../settings/settings.service.js';
import { choicesOf, isSimpleKey, SIMPLE_SETTINGS, type SimpleKey, typedForm } from '../../settings/simple-settings.js';

/** Which settings stand under which heading. */
const GROUPS: { key: string; settings: SimpleKey[] }[] = [
  { key: 'letter', settings: ['agency-addressee', 'agency-salutation', 'agency-email', 'letter-signature'] },
  { key: 'applicants', settings: ['service-desk-url', 'reminder-hours'] },
  { key: 'directory', settings: ['closing', 'expiry-notices'] },
];

/** Where a value comes from. */
export interface SourceRow {
  /** The version that is shown; the form sends it back. */
  version: number;
  /** Whether the desk's value holds rather than the default. */
  changed: boolean;
  source: string;
}

/** Loads settings and their versions and says them. */
@Injectable()
export class SettingRowsService {
  constructor(
    private readonly settings: SettingsService,
    private readonly administration: SettingsAdministrationService,
    private readonly accounts: AccountsService,
    private readonly deadlines: DeadlinesService,
    private readonly durations: DeadlinePresenter,
    private readonly deliveries: DeliveriesService,
    private readonly recount: RecountService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    private readonly config: Config,
  ) {}

  /** Everything on one page: what holds, and where it comes from. */
  async index(): Promise<object> {
    const newest = await this.administration.newest();
    const names = await this.accounts.names([...newest.values()].map(({ accountId }) => accountId));
    const source = (key: string) => this.source(key, newest.get(key), names);
    const groups = GROUPS.map(({ key, settings }) => ({
      title: this.say(`groups.${key}`),
      rows: settings.map((name) => ({ key: name, label: this.say(`rows.${name}.label`), lines: this.lines(name, typedForm(name, this.config)), ...source(name) })),
    }));
    const { consent } = this.settings;
    const calendars = [...newest.keys()].filter((key) => calendarYearOf(key) !== null && newest.get(key)?.value !== null).length;
    return {
      groups,
      tickets: this.say(this.deliveries.ownDesk ? 'serviceDesk.own' : 'serviceDesk.other', { value: this.config.serviceDesk, destination: this.deliveries.serviceDesk }),
      consent: { ...source('consent'), lines: [this.say(consent.operator ? 'consent.line' : 'consent.nobody', { ...consent.operator, version: consent.version })], missing: !consent.operator },
      deadlines: { ...source('deadlines'), lines: [this.say('deadlines.line', { percent: this.settings.figures.warningPercent })] },
      calendar: { lines: [this.deadlines.years().map(({ year }) => year).join(', ')], source: this.say(calendars > 0 ? 'calendar.changed' : 'calendar.files', { count: calendars }), ...this.missingYears() },
    };
  }

  /** One simple setting with its versions. */
  async simple(key: SimpleKey): Promise<{ row: object; typed: string }> {
    const versions = await this.versions(key, ({ value }) => this.lines(key, String(value)).join(' / '));
    const { input, variable } = SIMPLE_SETTINGS[key];
    const row = {
      key, variable, is: { [input]: true }, label: this.say(`rows.${key}.label`), hint: this.say(`rows.${key}.hint`),
      isAddressee: key === 'agency-addressee' || key === 'agency-salutation',
      standard: this.lines(key, typedForm(key, this.config.fromEnvironment)),
      ...versions,
    };
    return { row, typed: typedForm(key, this.config) };
  }

  /** What can be chosen, the typed one marked; empty where there is nothing to choose from. */
  choices(key: SimpleKey, typed: string): object[] {
    return choicesOf(key).map((value) => ({ value, label: this.say(`rows.${key}.choices.${value}`), selected: value === typed }));
  }

  /** The head of a letter with what is typed. */
  head(key: SimpleKey, typed: string): { addressee: string[]; salutation: string } {
    const addressee = key === 'agency-addressee' ? typed.split(/\r?\n/).map((line) => line.trim()).filter(Boolean) : this.config.agencyAddressee;
    return { addressee, salutation: key === 'agency-salutation' ? typed.trim() : this.config.agencySalutation };
  }

  /** The table of terms as a form; `typed` goes before what holds. */
  async terms(typed?: Readonly<Record<string, string>>): Promise<object> {
    const { figures } = this.settings;
    const categories = (list: readonly string[] | 'any') => (list === 'any' ? this.say('deadlines.any') : list.map((category) => this.templates.message(`triage.categories.${category}`)).join('; '));
    const rules = this.settings.terms.rules.map(({ id, term, categories: list, minutes }) => ({
      id,
      term: this.templates.message(`deadlines.terms.${term}`),
      categories: categories(list),
      value: typed?.[id] ?? typedHours(minutes),
      standard: this.durations.duration(SHIPPED_FIGURES.minutes[id] ?? minutes),
    }));
    const versions = await this.versions('deadlines', ({ value }) => this.figuresLine(storedFigures(value)));
    return { rules, warningPercent: typed?.['warningPercent'] ?? String(figures.warningPercent), recount: await this.recount.left(), ...versions };
  }

  /** All years, and those that are missing. */
  async calendars(): Promise<object> {
    const newest = await this.administration.newest();
    const names = await this.accounts.names([...newest.values()].map(({ accountId }) => accountId));
    const years = this.deadlines.years().map(({ year, daysOff, workingWeekends, shortDays, source }) => ({
      year, daysOff: daysOff.length, workingWeekends: workingWeekends.length, shortDays: shortDays.length, decree: source, ...this.source(calendarKey(year), newest.get(calendarKey(year)), names, 'sources.file'),
    }));
    return { years, recount: await this.recount.left(), next: Math.max(this.year(), ...years.map(({ year }) => year)) + 1, ...this.missingYears() };
  }

  /** Where a year of the calendar comes from, and its versions. */
  calendar(year: number): Promise<SourceRow & { versions: object[] }> {
    return this.versions(calendarKey(year), () => '', 'sources.file');
  }

  /** The consent with its versions. */
  consent(): Promise<SourceRow & { versions: object[] }> {
    return this.versions('consent', ({ value }) => storedConsent(value)?.version ?? '');
  }

  private async versions(key: string, say: (record: SettingRecord) => string, standard = 'sources.environment'): Promise<SourceRow & { versions: object[] }> {
    const records = await this.administration.history(key);
    const names = await this.accounts.names(records.map(({ accountId }) => accountId));
    const versions = records.map((record) => ({
      version: record.version,
      at: russianDateTime(record.at),
      who: names.get(record.accountId) ?? '',
      what: record.value === null ? this.say('wasReset') : say(record),
    }));
    return { ...this.source(key, records[0], names, standard), versions };
  }

  private source(key: string, newest: SettingRecord | undefined, names: ReadonlyMap<string, string>, standard = 'sources.environment'): SourceRow {
    const kind = key === 'consent' || key === 'deadlines' ? 'sources.program' : standard;
    if (!newest || newest.value === null) return { version: newest?.version ?? 0, changed: false, source: this.say(kind) };
    const at = newest.at.getTime() > this.clock.now().getTime() - 300 * 86_400_000 ? russianMoment(newest.at) : russianDate(newest.at);
    return { version: newest.version, changed: true, source: this.say('sources.desk', { at, who: names.get(newest.accountId) ?? '' }) };
  }

  private lines(key: SimpleKey, stored: string): string[] {
    if (isSimpleKey(key) && SIMPLE_SETTINGS[key].input === 'choice') return [this.say(`rows.${key}.choices.${stored}`)];
    return key === 'reminder-hours' ? [this.say('rows.reminder-hours.value', { hours: stored })] : stored.split('\n');
  }

  private figuresLine({ minutes, warningPercent }: DeadlineFigures): string {
    return `${Object.values(minutes).map((value) => this.durations.duration(value)).join(', ')}; ${warningPercent} %`;
  }

  private missingYears(): { missing: number[] } {
    const { thisYear, nextYear } = this.deadlines.missing();
    return { missing: [...(thisYear ? [this.year()] : []), ...(nextYear ? [this.year() + 1] : [])] };
  }

  private year(): number {
    return Number(russianDate(this.clock.now()).match(/\d{4}/)?.[0]);
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`settings.${key}`, params);
  }
}
