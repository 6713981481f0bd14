import type { EntityManager } from 'typeorm';
import type { ChangeKind } from './differences.js';
import type { VersionRecord } from './import-record.js';

const VERSION = `id, state, source, file_name AS "fileName", rows, refused, differences, created_by AS "createdBy", as_of AS "asOf", created_at AS "createdAt",
  coalesce(as_of, created_at) < (SELECT coalesce(v.as_of, v.created_at) FROM directory_active a JOIN directory_versions v ON v.id = a.version_id) IS TRUE AS older,
  staged_at AS "stagedAt", applied_at AS "appliedAt", retired_at AS "retiredAt"`;

/** One version; `null` when there is none such. */
export async function findVersion(manager: EntityManager, id: number): Promise<VersionRecord | null> {
  const [row] = await manager.query<VersionRecord[]>(`SELECT ${VERSION} FROM directory_versions WHERE id = $1`, [id]);
  return row ?? null;
}

/** Versions from the newest on, and whatever their age those that are seen or can be taken back to. */
export function listVersions(manager: EntityManager, limit: number): Promise<VersionRecord[]> {
  return manager.query<VersionRecord[]>(`SELECT ${VERSION} FROM directory_versions WHERE state IN ('active', 'retired') OR id IN (SELECT id FROM directory_versions ORDER BY id DESC LIMIT $1) ORDER BY id DESC`, [limit]);
}

/** The version that readers see; `null` before the first. */
export async function activeVersion(manager: EntityManager): Promise<VersionRecord | null> {
  const [row] = await manager.query<VersionRecord[]>(`SELECT ${VERSION} FROM directory_versions WHERE id = (SELECT version_id FROM directory_active)`);
  return row ?? null;
}

/** What is shown of an account; a СНИЛС as its last 3 digits. */
export interface ShownAccount {
  login: string | null;
  fullName: string;
  snilsTail: string | null;
  inn: string | null;
  organizationInn: string | null;
  organizationName: string | null;
  position: string | null;
  email: string | null;
  phone: string | null;
  blocked: boolean;
  thumbprints: string[];
  certificateNotAfter: string | null;
}

/** One account as two versions have it. */
export interface ChangedAccount {
  seq: number;
  before: ShownAccount | null;
  after: ShownAccount | null;
}

const shown = (alias: string): string =>
  `CASE WHEN ${alias}.account_key IS NULL THEN NULL ELSE jsonb_build_object('login', ${alias}.login, 'fullName', ${alias}.full_name, 'snilsTail', ${alias}.snils_tail, 'inn', ${alias}.inn,
    'organizationInn', ${alias}.organization_inn, 'organizationName', ${alias}.organization_name, 'position', ${alias}.position, 'email', ${alias}.email, 'phone', ${alias}.phone,
    'blocked', ${alias}.blocked, 'thumbprints', ${alias}.thumbprints, 'certificateNotAfter', ${alias}.certificate_not_after) END`;

/** One page of what a version changes against `base`, after a place in its list. */
export function listChanges(manager: EntityManager, version: number, base: number | null, kind: ChangeKind, after: number, limit: number): Promise<ChangedAccount[]> {
  if (base === null) {
    if (kind !== 'added') return Promise.resolve([]);
    return manager.query<ChangedAccount[]>(
      `SELECT source_row::integer AS seq, NULL AS before, ${shown('n')} AS after FROM directory_users n WHERE version_id = $1 AND source_row > $2 ORDER BY source_row LIMIT $3`,
      [version, after, limit],
    );
  }
  return manager.query<ChangedAccount[]>(
    `SELECT c.seq, ${shown('o')} AS before, ${shown('n')} AS after FROM directory_changes c
       LEFT JOIN directory_users o ON o.version_id = $2 AND o.account_key = c.account_key
       LEFT JOIN directory_users n ON n.version_id = $1 AND n.account_key = c.account_key
      WHERE c.version_id = $1 AND c.kind = $3 AND c.seq > $4 ORDER BY c.seq LIMIT $5`,
    [version, base, kind, after, limit],
  );
}

/** What is looked for in the directory; all that are given must fit. */
export interface AccountSearch {
  /** Folded words of a name, each the beginning of one. */
  words: string[];
  /** Of a person or an organisation. */
  inn: string | null;
  /** Part of an organisation's name. */
  organization: string | null;
  blocked: boolean | null;
}

/** A place in the list of what was found. */
export interface AccountPlace {
  surname: string;
  key: string;
}

/** One account that was found. */
export interface FoundAccount extends ShownAccount {
  accountKey: string;
  surname: string;
}

/** Accounts of the active version by name, from a place on. */
export function searchAccounts(manager: EntityManager, { words, inn, organization, blocked }: AccountSearch, after: AccountPlace | null, limit: number): Promise<FoundAccount[]> {
  const values: unknown[] = [];
  const value = (one: unknown): string => `$${values.push(one)}`;
  const [surname] = words;
  const conditions = [
    'u.version_id = (SELECT version_id FROM directory_active)',
    ...(surname ? [`u.surname >= ${value(surname)} AND u.surname < ${value(`${surname}\u{10ffff}`)}`] : []),
    ...words.slice(1).map((word) => `(' ' || u.name_key) LIKE ${value(`% ${likeWord(word)}%`)}`),
    ...(inn ? [`(u.inn = ${value(inn)} OR u.organization_inn = ${value(inn)})`] : []),
    ...(organization ? [`u.organization_name ILIKE ${value(`%${likeWord(organization)}%`)}`] : []),
    ...(blocked === null ? [] : [`u.blocked = ${value(blocked)}`]),
    ...(after ? [`(u.surname, u.account_key) > (${value(after.surname)}, ${value(after.key)})`] : []),
  ];
  return manager.query<FoundAccount[]>(
    `SELECT account_key AS "accountKey", surname, login, full_name AS "fullName", snils_tail AS "snilsTail", inn, organization_inn AS "organizationInn", organization_name AS "organizationName",
            position, email, phone, blocked, thumbprints, to_char(certificate_not_after AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "certificateNotAfter"
       FROM directory_users u WHERE ${conditions.join(' AND ')} ORDER BY u.surname, u.account_key LIMIT ${value(limit)}`,
    values,
  );
}

const likeWord = (word: string): string => word.replace(/[\\%_]/g, '\\$&');
