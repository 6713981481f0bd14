import { foldName } from '../directory/folded-name.js';
import { compareNames } from '../directory/name-comparison.js';
import type { BatchRow } from './batch-row.js';

/** A file of the archive as far as a row can name it. */
export interface JoinableFile {
  place: number;
  fileName: string;
  /** `null`: no certificate. */
  thumbprint: string | null;
  /** Owner of the certificate. */
  person: string | null;
  /** Whether the certificate names him as a person, with a surname of its own. */
  named: boolean;
  /** The same certificate stands at an earlier place. */
  repeated: boolean;
}

/** Why a row has no file, where that is not plain: more than one could be meant, and it is not guessed; or the one that is meant is another person's. */
export type LonelyNote = 'several-files' | 'other-person';

/** How table and archive fit together. */
export interface Joined {
  /** The row of each file, by place. */
  rowOf: ReadonlyMap<number, BatchRow>;
  /** Rows that no file belongs to. */
  lonely: readonly { row: BatchRow; note: LonelyNote | null }[];
  /** Rows about a file that an earlier row was about. */
  repeated: readonly { row: BatchRow; place: number }[];
}

/**
 * Lays each row beside its file: by the file's name, else by thumbprint, else by the owner's name. A row that names a file or a
 * thumbprint is not laid beside another person's file because the names are alike, nor beside a file of somebody whose name is another: a row
 * that slipped would write a letter about one person with the certificate of another.
 */
export function joinTable(files: readonly JoinableFile[], rows: readonly BatchRow[]): Joined {
  const whole = index(files, ({ fileName }) => foldPath(fileName));
  const bare = index(files, ({ fileName }) => bareName(fileName));
  const thumbprints = index(files, ({ thumbprint, repeated }) => (repeated ? null : thumbprint));
  const people = index(files, ({ person, repeated }) => (repeated || !person ? null : foldName(person).key));
  const candidates = (row: BatchRow): readonly JoinableFile[] => {
    const byFile = row.fileName === null ? undefined : (whole.get(foldPath(row.fileName)) ?? bare.get(bareName(row.fileName)));
    const byThumbprint = row.thumbprint === null ? undefined : thumbprints.get(row.thumbprint);
    const byPerson = row.fileName === null && row.thumbprint === null && row.person.fullName ? people.get(foldName(row.person.fullName).key) : undefined;
    return byFile ?? byThumbprint ?? byPerson ?? [];
  };
  const rowOf = new Map<number, BatchRow>();
  const lonely: { row: BatchRow; note: LonelyNote | null }[] = [];
  const repeated: { row: BatchRow; place: number }[] = [];
  for (const row of rows) {
    const [file, ...more] = candidates(row);
    if (!file || more.length > 0) lonely.push({ row, note: more.length > 0 ? 'several-files' : null });
    else if (isOther(row, file)) lonely.push({ row, note: 'other-person' });
    else if (rowOf.has(file.place)) repeated.push({ row, place: file.place });
    else rowOf.set(file.place, row);
  }
  return { rowOf, lonely, repeated };
}

/** A row that tells less than a surname and a name speaks against nobody. */
function isOther({ person }: BatchRow, file: JoinableFile): boolean {
  const said = foldName(person.fullName ?? '');
  return file.named && file.person !== null && said.given !== '' && compareNames(said, foldName(file.person)) === 'differs';
}

function index(files: readonly JoinableFile[], keyOf: (file: JoinableFile) => string | null): Map<string, JoinableFile[]> {
  const found = new Map<string, JoinableFile[]>();
  for (const file of files) {
    const key = keyOf(file);
    if (key) found.set(key, [...(found.get(key) ?? []), file]);
  }
  return found;
}

const foldPath = (path: string): string => path.normalize('NFC').toLowerCase().replaceAll('\\', '/').replace(/^(\.?\/)+/, '').trim();
/** Without folders and ending: tables often leave them out. */
const bareName = (path: string): string => (foldPath(path).split('/').at(-1) ?? '').replace(/\.(cer|crt|der|pem|p7b|p7c|zip)$/, '');
