/** Why a file is not read as a table; each names a sentence `tables.refusals.<kind>`. */
export type TableRefusalKind =
  | 'empty'
  | 'too-large'
  | 'xls'
  | 'xlsb'
  | 'ods'
  | 'html'
  | 'xml'
  | 'pdf'
  | 'archive'
  | 'password'
  | 'binary'
  | 'broken'
  | 'bomb'
  | 'too-wide'
  | 'too-long'
  | 'long-record'
  | 'no-sheet'
  | 'no-header';

/** A file somebody brought is no table that can be read; `params` fill the sentence. Holds nothing of the file's content. */
export class TableRefusal extends Error {
  constructor(
    readonly kind: TableRefusalKind,
    readonly params: Record<string, string | number> = {},
  ) {
    super(kind);
    this.name = 'TableRefusal';
  }
}
