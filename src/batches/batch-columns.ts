import { z } from 'zod';
import { fieldByName } from '../directory/imports/column-names.js';
import { foldHeader } from '../columns/header-name.js';
import type { ColumnVocabulary } from '../columns/proposed-mapping.js';
import type { InputFault } from '../platform/domain-error.js';

/** What a column of the table can hold, in the order in which people choose from it. */
export const BATCH_FIELDS = [
  'file', 'thumbprint', 'fullName', 'surname', 'givenName', 'patronymic', 'previouslyLoaded', 'withOwner', 'errorText', 'userRegistered', 'userBlocked',
  'currentCertificateValid', 'colleagueCanImport', 'signsDocuments', 'loginFailed', 'edms', 'position', 'phone', 'email', 'roles', 'sameRolesAs',
  'organizationName', 'organizationInn', 'kpp', 'headPosition', 'headName',
] as const;

export type BatchField = (typeof BATCH_FIELDS)[number];

/** The field of each column by position; `null` is passed over. */
export type BatchColumns = (BatchField | null)[];

/** What a program says of columns: their headers, and what each holds; `null`: nothing is taken. */
export const saidColumnsSchema = z.record(z.string().trim().min(1).max(200), z.enum(BATCH_FIELDS).nullable());

/** Whether a word from outside names a field. */
export function isBatchField(word: unknown): word is BatchField {
  return BATCH_FIELDS.some((field) => field === word);
}

/** Spellings of headers, the first that fits counts; names are folded (`foldHeader`). */
const NAMES: readonly [RegExp, BatchField][] = [
  [/файл|^file/, 'file'],
  [/отпечат|thumb ?print|sha-?1/, 'thumbprint'],
  [/ранее|уже загруж|previously/, 'previouslyLoaded'],
  [/с владельц|указани\S* владел|владелец (найден|указан)|найден\S* владел|with ?owner/, 'withOwner'],
  [/ошибк|error/, 'errorText'],
  [/зарегистр|registered|есть учетн/, 'userRegistered'],
  [/заблок|blocked/, 'userBlocked'],
  [/коллег|colleague/, 'colleagueCanImport'],
  [/(действу|прежн|текущ|нынешн)\S* серт|current ?cert/, 'currentCertificateValid'],
  [/(^|\s)сэд|документооборот|edms/, 'edms'],
  [/подписывает|подписание|signs ?doc/, 'signsDocuments'],
  [/вход не|не удалось войти|login ?failed/, 'loginFailed'],
  [/должност\S* руковод|руковод\S* должн|head ?position/, 'headPosition'],
  [/руковод|head ?name/, 'headName'],
  [/как у|same ?roles/, 'sameRolesAs'],
  [/^рол|полномоч|^roles?$/, 'roles'],
  [/^кпп|^kpp/, 'kpp'],
];

/** Fields that the table shares with exports of users. */
const SHARED: ReadonlySet<string> = new Set<BatchField>(['fullName', 'surname', 'givenName', 'patronymic', 'position', 'phone', 'email', 'organizationInn', 'organizationName']);

/** What a header's name promises, `null` when it says nothing. */
export function batchField(header: string): BatchField | null {
  const name = foldHeader(header);
  const own = NAMES.find(([spelling]) => spelling.test(name))?.[1];
  if (own) return own;
  const shared = fieldByName(header);
  return shared && SHARED.has(shared) ? (shared as BatchField) : null;
}

/** The first column that promises a field has it. */
export function batchColumns(headers: readonly string[]): BatchColumns {
  const taken = new Set<BatchField>();
  return headers.map((header) => {
    const field = batchField(header);
    if (!field || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** How columns are proposed to a person, who confirms them: the content has a say too. */
export const BATCH_COLUMNS: ColumnVocabulary<BatchField> = {
  byName: batchField,
  sure: { thumbprint: 'thumbprint', email: 'email', 'legal-inn': 'organizationInn', 'certificate-file': 'file' },
  byContent: { phone: 'phone', 'full-name': 'fullName' },
  needs: { email: ['email'] },
  keepsName: (named) => named === 'errorText' || named === 'phone',
};

/** What is wrong with chosen columns: a field that two have, or nothing by which a row finds its certificate. */
export function checkBatchColumns(columns: BatchColumns): InputFault[] {
  const twice = BATCH_FIELDS.filter((field) => columns.indexOf(field) !== columns.lastIndexOf(field));
  const faults: InputFault[] = twice.map((field) => ({ path: `column-${columns.lastIndexOf(field)}`, code: 'mapping-twice' }));
  const joined = (['file', 'thumbprint', 'fullName', 'surname'] as const).some((field) => columns.includes(field));
  return joined ? faults : [...faults, { path: 'table', code: 'batch-table-columns' }];
}

/** What a program says about columns by their headers; of the others their names tell. `unknown`: headers that the table has not. */
export function columnsByHeader(headers: readonly string[], said: Readonly<Record<string, BatchField | null>>): { columns: BatchColumns; unknown: string[] } {
  const own = new Map(Object.entries(said).map(([header, field]) => [foldHeader(header), field]));
  const given = new Set(own.values());
  const guessed = batchColumns(headers.map((header) => (own.has(foldHeader(header)) ? '' : header)));
  const columns = headers.map((header, index) => {
    const named = own.get(foldHeader(header));
    const guess = guessed[index] ?? null;
    return named === undefined ? (guess && given.has(guess) ? null : guess) : named;
  });
  const known = new Set(headers.map(foldHeader));
  return { columns, unknown: Object.keys(said).filter((header) => !known.has(foldHeader(header))) };
}
