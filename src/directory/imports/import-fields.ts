/** What the directory can take from a column. */
export const IMPORT_FIELDS = [
  'login', 'fullName', 'surname', 'givenName', 'patronymic', 'snils', 'inn', 'position', 'organizationName', 'organizationInn',
  'email', 'phone', 'blocked', 'active', 'thumbprint', 'certificateNotAfter',
] as const;

export type ImportField = (typeof IMPORT_FIELDS)[number];

/** For each column of the file what is taken from it; `null` = nothing. */
export type ColumnMapping = (ImportField | null)[];

/** These may be given by several columns. */
const MANY: ReadonlySet<ImportField> = new Set(['thumbprint']);
/** By one of these at least accounts are told apart. */
export const IDENTITY: readonly ImportField[] = ['login', 'snils', 'inn', 'email', 'organizationInn', 'organizationName'];

/** What is wrong with a mapping; names a sentence. */
export type MappingFault = { code: 'no-name' | 'no-identity' } | { code: 'twice'; field: ImportField };

/** Whether accounts can be made from the chosen columns. */
export function checkMapping(mapping: ColumnMapping): MappingFault[] {
  const has = (field: ImportField): boolean => mapping.includes(field);
  const faults: MappingFault[] = IMPORT_FIELDS.filter((field) => !MANY.has(field) && mapping.filter((one) => one === field).length > 1).map((field) => ({ code: 'twice', field }));
  if (!has('fullName') && !(has('surname') && has('givenName'))) faults.push({ code: 'no-name' });
  if (!IDENTITY.some(has)) faults.push({ code: 'no-identity' });
  return faults;
}

/** Whether a word from outside names a field. */
export function isImportField(word: string): word is ImportField {
  return (IMPORT_FIELDS as readonly string[]).includes(word);
}
