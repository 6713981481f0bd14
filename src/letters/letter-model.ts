import { withoutSnils } from '../certificates/hidden-snils.js';
import { type LetterData, type LetterEnclosure, type LetterNewUser, type LetterOrganization, type LetterPerson } from './letter-data.js';
import { tyumenDay } from './tyumen-day.js';
import { initialsAndSurname } from './person-name.js';
import { mapStrings, printableLine, withNoBreakSpaces } from './printable-text.js';

/** Where the words come from: `TemplatesService` fits. `render` takes a template's name, `message` a dotted key. */
export interface LetterWords {
  render(name: string, context?: object): string;
  message(key: string, context?: object): string;
}

/** One line of the table: what it is and what it says. */
export interface LetterTableRow {
  label: string;
  value: string;
}

/** The rows of one user; `caption` tells several users apart and is `null` when there is one. */
export interface LetterTableUser {
  caption: string | null;
  rows: LetterTableRow[];
}

/** The users: printed as a grid, and user by user for a card that is copied. */
export interface LetterTable {
  /** Width of each column in millimetres, 180 together. */
  widths: number[];
  header: string[];
  rows: string[][];
  users: LetterTableUser[];
}

/**
 * Everything that is printed, in the order of printing: requisites of ГОСТ Р 7.0.97-2025 as told in domain §3.
 * Both renderers print these strings as they are; none of them adds a word.
 */
export interface LetterModel {
  heading: string;
  /** Name of the sending organisation, for the document's properties. */
  author: string;
  /** ISO 8601 instant for the document's properties. */
  createdAt: string;
  letterhead: string[];
  /** Date and number of the sender's registrar, or blanks for them. */
  registration: string;
  addressee: string[];
  salutation: string;
  /** The request, before the table. */
  request: string[];
  table: LetterTable;
  /** After the table. */
  ending: string[];
  /** «Приложение: …»; `items` is empty when the lead says it all. */
  enclosure: { lead: string; items: string[] };
  closing: string;
  signature: { position: string; name: string };
  contact: string[];
  qr: { text: string; caption: string; alt: string };
}

/**
 * Turns the stored data into the text of the letter. Strings of strangers are made printable first (see
 * `printableLine`), so that no line break or control character of theirs reaches the layout; no name is declined, no full
 * СНИЛС printed (domain, §3).
 */
export function letterModel(stored: LetterData, words: LetterWords): LetterModel {
  const clean = withoutFullSnils(mapStrings(stored, printableLine));
  const data = { ...mapStrings(clean, withNoBreakSpaces), enclosures: clean.enclosures };
  const several = data.users.length > 1;
  const number = data.caseNumber;
  return {
    heading: words.message(several ? 'letters.headingMany' : 'letters.heading'),
    author: clean.organization.shortName || clean.organization.name,
    createdAt: stored.createdAt,
    letterhead: letterhead(data.organization, words),
    registration: data.registration ? words.message('letters.registration.given', data.registration) : words.message('letters.registration.blank'),
    addressee: data.addressee.lines,
    salutation: data.addressee.salutation,
    request: paragraphs(words.render(several ? 'letters/registration-many.txt' : 'letters/registration-one.txt', { people: peopleText(data.users.length, words) })),
    table: several ? tableOfMany(data, words) : tableOfOne(data, words),
    ending: paragraphs(words.render('letters/registration-reply.txt')),
    enclosure: enclosure(data.enclosures, words),
    closing: words.message('letters.closing'),
    signature: { position: data.organization.headPosition, name: initialsAndSurname(data.organization.headName) },
    contact: contactLines(data.contact, words),
    qr: { text: number, caption: words.message('letters.qr.caption', { number }), alt: words.message('letters.qr.alt', { number }) },
  };
}

/** In what people typed, addresses of mail excepted; a file is called as it is in the archive. */
function withoutFullSnils(data: LetterData): LetterData {
  const hide = <Part extends { email: string | null }>(part: Part): Part => ({ ...mapStrings(part, withoutSnils), email: part.email });
  return {
    ...data,
    organization: hide(data.organization),
    users: data.users.map(hide),
    contact: hide(data.contact),
    enclosures: data.enclosures.map((file) => ({ ...file, fileName: withoutSnils(file.fileName, '_') })),
  };
}

/** A row for each requisite of the only user. */
function tableOfOne({ users: [user] }: LetterData, words: LetterWords): LetterTable {
  const rows = user ? userRows(user, undefined, words) : [];
  return {
    widths: [52, 128],
    header: [words.message('letters.table.label'), words.message('letters.table.value')],
    rows: rows.map(({ label, value }) => [label, value]),
    users: [{ caption: null, rows }],
  };
}

/** A row for each user. */
function tableOfMany({ users, enclosures }: LetterData, words: LetterWords): LetterTable {
  return {
    widths: [9, 46, 46, 39, 40],
    header: ['number', 'person', 'contacts', 'roles', 'certificate'].map((column) => words.message(`letters.table.columns.${column}`)),
    rows: users.map((user, index) => [
      String(index + 1),
      [user.fullName, user.position].filter(isPrinted).join(', '),
      [user.phone, user.email].filter(isPrinted).join(', '),
      rolesText(user, words),
      certificateText(enclosures[index], words),
    ]),
    users: users.map((user, index) => ({
      caption: words.message('letters.table.user', { number: index + 1, count: users.length }),
      rows: userRows(user, enclosures[index], words),
    })),
  };
}

/** «№ 01AB…, действует с 01.02.2026 по 01.05.2027»; the file's name where the letter does not keep more. */
function certificateText(file: LetterEnclosure | undefined, words: LetterWords): string {
  if (!file?.certificate) return file?.fileName ?? '';
  const { serialNumber, notBefore, notAfter } = file.certificate;
  return words.message('letters.table.certificate', { serialNumber, from: tyumenDay(notBefore), to: tyumenDay(notAfter) });
}

/** ОГРНИП of a sole trader; an ОГРН has 13. */
const OGRNIP_DIGITS = 15;

function letterhead(organization: LetterOrganization, words: LetterWords): string[] {
  const { inn, kpp } = organization;
  const line = (key: string, value: string | null): string | null => (value ? words.message(`letters.letterhead.${key}`, { value }) : null);
  return [
    organization.name,
    line('shortName', organization.shortName),
    organization.address,
    line('phone', organization.phone),
    line('email', organization.email),
    line(organization.ogrn?.length === OGRNIP_DIGITS ? 'ogrnip' : 'ogrn', organization.ogrn),
    kpp ? words.message('letters.letterhead.innKpp', { inn, kpp }) : line('inn', inn),
  ].filter(isPrinted);
}

function userRows(user: LetterNewUser, file: LetterEnclosure | undefined, words: LetterWords): LetterTableRow[] {
  const values = { fullName: user.fullName, position: user.position, phone: user.phone, email: user.email, roles: rolesText(user, words), certificate: file?.fileName };
  return Object.entries(values).flatMap(([key, value]) => (value ? [{ label: words.message(`letters.user.${key}`), value }] : []));
}

function rolesText(user: LetterNewUser, words: LetterWords): string {
  const roles = user.roles.filter(isPrinted).join('; ');
  if (!user.sameRolesAs) return roles;
  return words.message(roles ? 'letters.user.rolesAndSame' : 'letters.user.sameRolesAs', { roles, name: user.sameRolesAs });
}

function enclosure(files: LetterEnclosure[], words: LetterWords): LetterModel['enclosure'] {
  const archives = new Set(files.map((file) => file.archiveName));
  const total = { files: filesText(files.length, words), size: sizeText(files.reduce((sum, file) => sum + file.size, 0), words) };
  const first = files[0];
  if (first && files.length === 1) return { lead: words.message('letters.enclosure.one', { ...first, ...total }), items: [] };
  const [lead, item] = archives.size === 1 ? ['manyInOne', 'item'] : ['many', 'itemInArchive'];
  return {
    lead: words.message(`letters.enclosure.${lead}`, { ...first, ...total }),
    items: files.map((file, index) => words.message(`letters.enclosure.${item}`, { ...file, number: index + 1, size: sizeText(file.size, words) })),
  };
}

/** Whole kilobytes, rounded up: «2 КБ». */
function sizeText(bytes: number, words: LetterWords): string {
  return words.message('letters.enclosure.size', { kilobytes: Math.ceil(bytes / 1024) });
}

/** «2 человека», «5 человек», «21 человек». */
function peopleText(count: number, words: LetterWords): string {
  return words.message(`letters.people.${new Intl.PluralRules('ru').select(count)}`, { count });
}

/** «1 файл», «2 файла», «5 файлов». */
function filesText(count: number, words: LetterWords): string {
  const form = new Intl.PluralRules('ru').select(count);
  return words.message(`letters.enclosure.files.${form}`, { count });
}

function contactLines(contact: LetterPerson, words: LetterWords): string[] {
  const { fullName: name, position, phone, email } = contact;
  return [
    name && words.message('letters.contact.name', { name }),
    position,
    phone && words.message('letters.contact.phone', { value: phone }),
    email && words.message('letters.contact.email', { value: email }),
  ].filter(isPrinted);
}

/** A template may hold several paragraphs with an empty line between them. */
function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/u).map(printableLine).filter(isPrinted);
}

function isPrinted(text: string | null): text is string {
  return text !== null && text !== '';
}
