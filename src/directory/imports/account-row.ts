import { namesBody } from '../../columns/column-content.js';
import { isLegalInn, isPersonInn, isSnils } from '../../certificates/check-digits.js';
import { serialDate } from '../../platform/tables/xlsx-styles.js';
import { foldName } from '../folded-name.js';
import { keepSnils } from '../snils-hash.js';
import { accountKey } from './account-key.js';
import { isBlocked } from './blocked-flag.js';
import { type ColumnMapping, IDENTITY, type ImportField } from './import-fields.js';

/** One account as `directory_users` keeps it. */
export interface AccountRow {
  accountKey: string;
  login: string | null;
  fullName: string;
  surname: string;
  initials: string;
  nameKey: string;
  snilsHash: Buffer | null;
  snilsTail: string | null;
  /** Of the person, 12 digits. */
  inn: string | null;
  /** 10 digits; 12 of a sole trader. */
  organizationInn: string | null;
  organizationName: string | null;
  position: string | null;
  email: string | null;
  phone: string | null;
  blocked: boolean;
  thumbprints: string[];
  /** UTC. */
  certificateNotAfter: Date | null;
}

/** Why a row is not taken. */
export type RowRefusal = 'broken' | 'no-name' | 'no-person';
/** What could not be understood of a row that is taken nevertheless. */
export type RowWarning = 'snils' | 'inn' | 'organization-inn' | 'email' | 'blocked' | 'thumbprint' | 'date';

export type ReadRow = { refused: RowRefusal } | { account: AccountRow; warnings: RowWarning[] };

/** Tyumen has had UTC+5 all year round since 2014. */
const TYUMEN = '+05:00';
const LONGEST = 500;

/** Reads rows of one file. `secret` is the installation's: a СНИЛС leaves here as a keyed hash only. */
export class AccountReader {
  private readonly columns = new Map<ImportField, number[]>();

  constructor(
    mapping: ColumnMapping,
    private readonly secret: string,
  ) {
    mapping.forEach((field, index) => {
      if (field) this.columns.set(field, [...(this.columns.get(field) ?? []), index]);
    });
  }

  read({ cells, broken }: { cells: readonly string[]; broken?: boolean }): ReadRow {
    if (broken) return { refused: 'broken' };
    const fullName = this.fullName(cells);
    const name = foldName(fullName);
    if (name.key.replace(/ /g, '').length < 2) return { refused: 'no-name' };
    if (!isName(fullName) && !IDENTITY.some((field) => this.text(cells, field) !== '')) return { refused: 'no-person' };
    const warnings: RowWarning[] = [];
    const warn = <T>(value: T | null, from: string, warning: RowWarning): T | null => {
      if (value === null && from !== '') warnings.push(warning);
      return value;
    };
    const given = (field: ImportField): string => this.text(cells, field);
    const [givenSnils, givenInn, givenOrganization, givenEmail, givenDate] = [given('snils'), given('inn'), given('organizationInn'), given('email'), given('certificateNotAfter')];
    const snils = warn(readSnils(givenSnils, this.secret), givenSnils, 'snils');
    const inn = warn(readInn(givenInn, 12), givenInn, 'inn');
    const organizationInn = warn(readInn(givenOrganization, 10) ?? readInn(givenOrganization, 12), givenOrganization, 'organization-inn');
    const email = warn(readEmail(givenEmail), givenEmail, 'email');
    const blocked = warn(this.blocked(cells), given('blocked') + given('active'), 'blocked') ?? false;
    const thumbprints = this.thumbprints(cells);
    if (thumbprints.length === 0 && given('thumbprint') !== '') warnings.push('thumbprint');
    const certificateNotAfter = warn(readDate(givenDate), givenDate, 'date');
    const rest = { login: orNull(given('login')), organizationName: orNull(given('organizationName')), position: orNull(given('position')), phone: readPhone(given('phone')) };
    const key = accountKey({ ...rest, snilsHash: snils?.hash ?? null, inn, nameKey: name.key, organizationInn });
    const account: AccountRow = {
      ...rest, fullName, surname: name.surname, initials: name.initials, nameKey: name.key, inn, organizationInn, email, blocked, thumbprints, certificateNotAfter,
      accountKey: key, snilsHash: snils?.hash ?? null, snilsTail: snils?.tail ?? null,
    };
    return { account, warnings };
  }

  private text(cells: readonly string[], field: ImportField): string {
    const [column] = this.columns.get(field) ?? [];
    return column === undefined ? '' : tidy(cells[column] ?? '');
  }

  private fullName(cells: readonly string[]): string {
    return this.text(cells, 'fullName') || tidy((['surname', 'givenName', 'patronymic'] as const).map((field) => this.text(cells, field)).join(' '));
  }

  /** Blocked when either column says so; `null` when one cannot be understood and none says so. */
  private blocked(cells: readonly string[]): boolean | null {
    const answers = [isBlocked(this.text(cells, 'blocked'), false), this.columns.has('active') ? isBlocked(this.text(cells, 'active'), true) : false];
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }

  private thumbprints(cells: readonly string[]): string[] {
    const found = (this.columns.get('thumbprint') ?? []).flatMap((column) => (cells[column] ?? '').match(/(?<![0-9a-f])(?:[0-9a-f]{2}[ :-]?){19}[0-9a-f]{2}(?![0-9a-f])/gi) ?? []);
    return [...new Set(found.map((text) => text.replace(/[^0-9a-f]/gi, '').toUpperCase()))];
  }
}

/** «ГБУ ТО «Больница № 1»» above its people, or «Итого: 20» below them, stands in the column of names too. */
const isName = (text: string): boolean => /^[\p{L}\s.'’()-]+$/u.test(text) && !namesBody(text);

// A NUL is what PostgreSQL cannot hold.
const tidy = (text: string): string => text.replaceAll('\0', '').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
const orNull = (text: string): string | null => text || null;

function readSnils(text: string, secret: string): ReturnType<typeof keepSnils> {
  const digits = text.replace(/\D/g, '');
  return isSnils(digits.padStart(11, '0')) ? keepSnils(digits, secret) : null;
}

/** Leading zeros that a spreadsheet took away are put back where the check digits agree. */
function readInn(text: string, length: 10 | 12): string | null {
  const digits = text.replace(/[\s-]/g, '').replace(/^00(?=\d{10}$)/, '');
  if (!/^\d{9,12}$/.test(digits)) return null;
  const whole = digits.padStart(length, '0');
  return (length === 10 ? isLegalInn(whole) : isPersonInn(whole)) ? whole : null;
}

function readEmail(text: string): string | null {
  const [first = ''] = text.toLowerCase().split(/[;,\s]+/);
  return /^[^@]+@[^@]+\.[^@]+$/.test(first) ? first : null;
}

function readPhone(text: string): string | null {
  return orNull(text.split(/[;,]/)[0]?.replace(/\D/g, '') ?? '');
}

/** `2027-05-31`, `31.05.2027 12:00`, the end of `с 01.02.2026 по 31.05.2027`, a day of a spreadsheet, an instant with a zone; without a time the end of the day, without a zone Tyumen. */
function readDate(typed: string): Date | null {
  const text = (/^[45]\d{4}$/.test(typed) && serialDate(Number(typed), false)) || typed;
  const local = [...text.matchAll(/(?<![\d.])(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?!\d)/g)].at(-1);
  const iso = local ? localDate(local) : /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59${TYUMEN}` : /[Z+]/.test(text.slice(10)) ? text : `${text.replace(' ', 'T')}${TYUMEN}`;
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1990 || date.getUTCFullYear() > 2200 ? null : date;
}

function localDate([, day = '', month = '', year = '', hour, minute, second]: RegExpMatchArray): string {
  const time = hour === undefined ? '23:59:59' : `${hour.padStart(2, '0')}:${minute ?? '00'}:${second ?? '00'}`;
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${TYUMEN}`;
}
