import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { finished } from 'node:stream/promises';
import type { EntityManager } from 'typeorm';
import type { AccountRow } from './account-row.js';
import { CHANGE_KINDS, type ChangeKind, type Differences } from './differences.js';

/** An account with the row of the file that it stood in. */
export interface LoadedAccount {
  sourceRow: number;
  account: AccountRow;
}

const COLUMNS = `version_id, source_row, account_key, login, full_name, surname, initials, name_key, snils_hash, snils_tail, inn,
  organization_inn, organization_name, position, email, phone, blocked, thumbprints, certificate_not_after`;

/** What is shown when it differs; a СНИЛС is compared by its hash where both versions were hashed with one secret, else by its tail. */
const COMPARED = ['login', 'full_name', 'inn', 'organization_inn', 'organization_name', 'position', 'email', 'phone', 'blocked', 'thumbprints', 'certificate_not_after'];
const CONTENT = `md5(concat_ws('|', ${['full_name', "encode(snils_hash, 'hex')", 'inn', 'organization_inn', 'organization_name', 'position', 'email', 'phone', 'blocked', "array_to_string(thumbprints, ',')", 'certificate_not_after::text']
  .map((column) => `coalesce((${column})::text, '')`)
  .join(', ')}))`;

/** The table that a version is loaded into; `version` is a number of ours. */
const tableOf = (version: number): string => `directory_users_${version}`;

/** Makes an empty version that nobody sees. */
export async function openVersion(manager: EntityManager, version: { source: string; fileName: string; snilsKey: string; createdBy: string | null; asOf: Date | null; now: Date }): Promise<number> {
  const { source, fileName, snilsKey, createdBy, asOf, now } = version;
  const [row] = await manager.query<{ id: number }[]>(
    "INSERT INTO directory_versions (state, source, file_name, snils_key, created_by, created_at, as_of) VALUES ('loading', $1, $2, $3, $4, $5, $6) RETURNING id",
    [source, fileName, snilsKey, createdBy, now, asOf],
  );
  const id = row?.id ?? 0;
  await manager.query('SELECT directory_open_version($1)', [id]);
  return id;
}

/** Appends accounts with COPY, in the caller's transaction. */
export async function copyAccounts(manager: EntityManager, version: number, accounts: readonly LoadedAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  const client = (await manager.queryRunner?.connect()) as PoolClient;
  const stream = client.query(copyFrom(`COPY ${tableOf(version)} (${COLUMNS}) FROM STDIN`));
  stream.end(accounts.map((account) => copyLine(version, account)).join(''));
  await finished(stream);
}

function copyLine(version: number, { sourceRow, account }: LoadedAccount): string {
  const { accountKey, login, fullName, surname, initials, nameKey, snilsHash, snilsTail, inn, organizationInn, organizationName, position, email, phone, blocked, thumbprints, certificateNotAfter } = account;
  const values = [
    String(version), String(sourceRow), accountKey, login, fullName, surname, initials, nameKey, snilsHash && `\\x${snilsHash.toString('hex')}`, snilsTail, inn,
    organizationInn, organizationName, position, email, phone, blocked ? 't' : 'f', `{${thumbprints.join(',')}}`, certificateNotAfter?.toISOString() ?? null,
  ];
  return `${values.map(copyValue).join('\t')}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const copyValue = (value: string | null): string => (value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char));

/** A row that says what an earlier one said. */
export interface RepeatedRow {
  sourceRow: number;
  first: number;
}

/** Takes out at most `limit` rows whose login, or whose whole content, an earlier row has. */
export async function dropRepeats(manager: EntityManager, version: number, limit: number): Promise<RepeatedRow[]> {
  await lift(manager);
  const [rows] = await manager.query<[RepeatedRow[], number]>(
    `WITH several AS MATERIALIZED (SELECT account_key FROM ${tableOf(version)} GROUP BY 1 HAVING count(*) > 1),
          ranked AS (SELECT ctid AS place, row_number() OVER same AS nth, first_value(source_row) OVER same AS first FROM ${tableOf(version)}
                      WHERE account_key IN (SELECT account_key FROM several)
                     WINDOW same AS (PARTITION BY account_key, CASE WHEN login IS NULL THEN ${CONTENT} END ORDER BY source_row))
     DELETE FROM ${tableOf(version)} u USING (SELECT place, first FROM ranked WHERE nth > 1 ORDER BY first LIMIT $1) r
      WHERE u.ctid = r.place RETURNING u.source_row::integer AS "sourceRow", r.first::integer AS first`,
    [limit],
  );
  return rows.sort((one, other) => one.sourceRow - other.sourceRow);
}

/** Without logins one person may have several accounts in an organisation: the second and further get a key of their own. */
export async function tellAccountsApart(manager: EntityManager, version: number): Promise<void> {
  await lift(manager);
  await manager.query(
    `WITH several AS MATERIALIZED (SELECT account_key FROM ${tableOf(version)} GROUP BY 1 HAVING count(*) > 1)
     UPDATE ${tableOf(version)} u SET account_key = u.account_key || '#' || r.nth
       FROM (SELECT ctid AS place, row_number() OVER (PARTITION BY account_key ORDER BY ${CONTENT}, source_row) AS nth FROM ${tableOf(version)}
              WHERE account_key IN (SELECT account_key FROM several)) r
      WHERE u.ctid = r.place AND r.nth > 1`,
  );
}

/** Indexes what was loaded; does nothing when that is done. */
export async function stageVersion(manager: EntityManager, version: number, now: Date): Promise<void> {
  await lift(manager);
  const [row] = await manager.query<{ state: string }[]>('SELECT state FROM directory_versions WHERE id = $1 FOR UPDATE', [version]);
  if (row?.state === 'loading') await manager.query('SELECT directory_attach_version($1, $2)', [version, now]);
}

/** Compares a version with the active one and writes down what would change. */
export async function writeDifferences(manager: EntityManager, version: number): Promise<Differences> {
  await lift(manager);
  await manager.query('DELETE FROM directory_changes WHERE version_id = $1', [version]);
  const [active] = await manager.query<{ base: number | null; before: number; after: number; same_key: boolean }[]>(
    `SELECT a.version_id AS base, coalesce(b.rows, 0) AS before, n.rows AS after, b.snils_key = n.snils_key AS same_key
       FROM directory_active a JOIN directory_versions n ON n.id = $1 LEFT JOIN directory_versions b ON b.id = a.version_id`,
    [version],
  );
  const { base = null, before = 0, after = 0, same_key: sameKey = true } = active ?? {};
  const differences: Differences = { base, before, after, added: base === null ? after : 0, changed: 0, blocked: 0, unblocked: 0, gone: 0 };
  if (base !== null) {
    const compared = [...COMPARED, sameKey ? 'snils_hash' : 'snils_tail'];
    const tuple = (alias: string): string => `(${compared.map((column) => `${alias}.${column}`).join(', ')})`;
    await manager.query(
      `INSERT INTO directory_changes (version_id, kind, seq, account_key)
       SELECT $1::integer, kind, row_number() OVER (PARTITION BY kind ORDER BY surname, account_key), account_key
         FROM (SELECT coalesce(n.account_key, o.account_key) AS account_key, coalesce(n.surname, o.surname) AS surname,
                      CASE WHEN o.account_key IS NULL THEN 'added' WHEN n.account_key IS NULL THEN 'gone'
                           WHEN n.blocked AND NOT o.blocked THEN 'blocked' WHEN o.blocked AND NOT n.blocked THEN 'unblocked' ELSE 'changed' END AS kind
                 FROM (SELECT * FROM directory_users WHERE version_id = $1) n
                 FULL JOIN (SELECT * FROM directory_users WHERE version_id = $2) o ON o.account_key = n.account_key
                WHERE n.account_key IS NULL OR o.account_key IS NULL OR ${tuple('n')} IS DISTINCT FROM ${tuple('o')}) c`,
      [version, base],
    );
    const counts = await manager.query<{ kind: ChangeKind; count: number }[]>('SELECT kind, count(*)::integer AS count FROM directory_changes WHERE version_id = $1 GROUP BY kind', [version]);
    for (const kind of CHANGE_KINDS) differences[kind] = counts.find((row) => row.kind === kind)?.count ?? 0;
  }
  await manager.query('UPDATE directory_versions SET differences = $2 WHERE id = $1', [version, differences]);
  return differences;
}

/** A million rows take longer than a request may. */
async function lift(manager: EntityManager): Promise<void> {
  await manager.query("SET LOCAL statement_timeout = '30min'");
}
