import { type LetterData, type LetterEnclosure, type LetterNewUser, type LetterOrganization, type LetterPerson } from './letter-data.js';
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
  table: { header: LetterTableRow; users: LetterTableUser[] };
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
 * `printableLine`), so that no line break or control character of theirs reaches the layout; no name is declined.
 */
export function letterModel(stored: LetterData, words: LetterWords): LetterModel {
  const clean = mapStrings(stored, printableLine);
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
    request: paragraphs(words.render(several ? 'letters/registration-many.txt' : 'letters/registration-one.txt', { count: data.users.length })),
    table: {
      header: { label: words.message('letters.table.label'), value: words.message('letters.table.value') },
      users: data.users.map((user, index) => ({
        caption: several ? words.message('letters.table.user', { number: index + 1, count: data.users.length }) : null,
        rows: userRows(user, several ? data.enclosures[index] : undefined, words),
      })),
    },
    ending: paragraphs(words.render('letters/registration-reply.txt')),
    enclosure: enclosure(data.enclosures, words),
    closing: words.message('letters.closing'),
    signature: { position: data.organization.headPosition, name: initialsAndSurname(data.organization.headName) },
    contact: contactLines(data.contact, words),
    qr: { text: number, caption: words.message('letters.qr.caption', { number }), alt: words.message('letters.qr.alt', { number }) },
  };
}

function letterhead(organization: LetterOrganization, words: LetterWords): string[] {
  const { inn, kpp } = organization;
  const line = (key: string, value: string | null): string | null => (value ? words.message(`letters.letterhead.${key}`, { value }) : null);
  return [
    organization.name,
    line('shortName', organization.shortName),
    organization.address,
    line('phone', organization.phone),
    line('email', organization.email),
    line('ogrn', organization.ogrn),
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
