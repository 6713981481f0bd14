import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FoldedName } from './folded-name.js';
import type { ComparedPerson, DirectoryAccount } from './person-match.js';

/** The version that readers see. */
export interface ActiveVersion {
  id: number;
  /** When it was exported, as far as known. */
  asOf: Date;
  /** Which secret its СНИЛС are hashed with. */
  snilsKey: string;
}

const ACTIVE = `
  SELECT v.id, coalesce(v.as_of, v.created_at) AS "asOf", v.snils_key AS "snilsKey"
  FROM directory_active a JOIN directory_versions v ON v.id = a.version_id`;

const COLUMNS = `
  account_key AS "accountKey", login, full_name AS "fullName", snils_hash AS "snilsHash", snils_tail AS "snilsTail", inn, organization_inn AS "organizationInn",
  organization_name AS "organizationName", email, blocked, thumbprints`;

/** Every way by which an account can be told; each is one look into an index and ends after so many rows. */
const BY_KEYS = `
  SELECT DISTINCT ON (p.seq, u."accountKey") p.seq, u.*
  FROM jsonb_to_recordset($2::jsonb) AS p (seq integer, snils_hash bytea, thumbprint text, inn text, name_key text, emails text[], organization_inn text, surname text)
  CROSS JOIN LATERAL (
    (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.snils_hash = p.snils_hash LIMIT 20)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND thumbprints <> '{}' AND thumbprints @> ARRAY[p.thumbprint] LIMIT 20)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.inn = p.inn LIMIT 20)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.name_key = p.name_key LIMIT 100)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND email = ANY (p.emails) LIMIT 50)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.organization_inn = p.organization_inn AND d.surname = p.surname LIMIT 50)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.organization_inn = p.organization_inn AND d.name_key = p.name_key LIMIT 50)
  ) u`;

/** Accounts whose surname is like this one, of the same organisation or with the same initials anywhere; and colleagues with the same initials. */
const BY_SURNAMES = `
  SELECT DISTINCT ON (p.seq, u."accountKey") p.seq, u.*
  FROM jsonb_to_recordset($2::jsonb) AS p (seq integer, organization_inn text, surnames text[], initials text, either text[])
  CROSS JOIN LATERAL (
    (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.organization_inn = p.organization_inn AND surname = ANY (p.surnames) LIMIT 100)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND d.organization_inn = p.organization_inn AND d.initials = p.initials LIMIT 200)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users d WHERE version_id = $1 AND surname = ANY (p.surnames) AND d.initials = ANY (p.either) LIMIT 200)
  ) u`;

const SIMILAR = `
  SELECT w.word, s.surname FROM unnest($2::text[]) AS w (word) CROSS JOIN LATERAL directory_similar_surnames($1, w.word) s`;

/** Reads the directory for matching, for many people at once: always one version, by its indexes only. */
@Injectable()
export class DirectoryMatchQueries {
  constructor(private readonly database: DataSource) {}

  /** `null`: nothing has been imported yet. */
  async active(): Promise<ActiveVersion | null> {
    const [version] = await this.database.query<ActiveVersion[]>(ACTIVE);
    return version ?? null;
  }

  /** For each person the accounts that share a number, an address, the whole name, or surname and organisation. */
  byKeys(version: number, people: readonly ComparedPerson[]): Promise<DirectoryAccount[][]> {
    const asked = people.map(({ name, snilsHash, thumbprint, inn, emails, organizationInn }, seq) => ({
      seq, thumbprint, inn, emails, snils_hash: snilsHash && `\\x${snilsHash.toString('hex')}`, name_key: name.key || null, organization_inn: organizationInn, surname: name.surname || null,
    }));
    return this.accounts(BY_KEYS, version, asked);
  }

  /** For each word the surnames of the directory that are spelt like it, with parts of double ones; far ones among them. */
  async similarSurnames(version: number, words: readonly string[]): Promise<Map<string, string[]>> {
    const similar = new Map(words.map((word): [string, string[]] => [word, []]));
    const rows = await this.database.query<{ word: string; surname: string }[]>(SIMILAR, [version, [...similar.keys()]]);
    for (const { word, surname } of rows) similar.get(word)?.push(surname);
    return similar;
  }

  /** For each the accounts with one of these surnames: of the organisation, or with these initials (either may be shorter) anywhere. */
  bySurnames(version: number, people: readonly { surnames: string[]; name: FoldedName; organizationInn: string | null }[]): Promise<DirectoryAccount[][]> {
    const asked = people.map(({ surnames, name: { initials }, organizationInn }, seq) => ({
      seq, surnames, initials, organization_inn: organizationInn, either: [...new Set([initials, initials.slice(0, 1)])].filter(Boolean),
    }));
    return this.accounts(BY_SURNAMES, version, asked);
  }

  private async accounts(sql: string, version: number, asked: readonly object[]): Promise<DirectoryAccount[][]> {
    const rows = await this.database.query<(DirectoryAccount & { seq: number })[]>(sql, [version, JSON.stringify(asked)]);
    const found = asked.map((): DirectoryAccount[] => []);
    for (const { seq, ...account } of rows) found[seq]?.push(account);
    return found;
  }
}
