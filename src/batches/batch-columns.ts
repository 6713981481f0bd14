import { fieldByName, foldHeader } from '../directory/imports/column-names.js';

/** What a column of the table can hold. */
export type BatchField =
  | 'file'
  | 'thumbprint'
  | 'previouslyLoaded'
  | 'withOwner'
  | 'errorText'
  | 'userRegistered'
  | 'userBlocked'
  | 'currentCertificateValid'
  | 'colleagueCanImport'
  | 'edms'
  | 'signsDocuments'
  | 'loginFailed'
  | 'fullName'
  | 'surname'
  | 'givenName'
  | 'patronymic'
  | 'position'
  | 'phone'
  | 'email'
  | 'organizationInn'
  | 'organizationName'
  | 'kpp'
  | 'headPosition'
  | 'headName'
  | 'roles'
  | 'sameRolesAs';

/** The field of each column by position; `null` is passed over. */
export type BatchColumns = (BatchField | null)[];

/** Spellings of headers, the first that fits counts; names are folded (`foldHeader`). */
const NAMES: readonly [RegExp, BatchField][] = [
  [/файл|^file/, 'file'],
  [/отпечат|thumb ?print|sha-?1/, 'thumbprint'],
  [/ранее|уже загруж|previously/, 'previouslyLoaded'],
  [/с владельц|владелец найден|найден\S* владел|with ?owner/, 'withOwner'],
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

/** Whether rows of such a table can be laid beside certificates. */
export function canBeJoined(columns: BatchColumns): boolean {
  return (['file', 'thumbprint', 'fullName', 'surname'] as const).some((field) => columns.includes(field));
}
