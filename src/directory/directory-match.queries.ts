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
  WITH found AS (
    (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND snils_hash = $2 LIMIT 20)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND thumbprints <> '{}' AND thumbprints @> ARRAY[$3::text] LIMIT 20)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND inn = $4 LIMIT 20)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND name_key = $5 LIMIT 100)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND email = ANY ($6) LIMIT 50)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND organization_inn = $7 AND surname = $8 LIMIT 50)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND organization_inn = $7 AND name_key = $5 LIMIT 50)
  )
  SELECT DISTINCT ON ("accountKey") * FROM found`;

/** Accounts whose surname is like this one, of the same organisation or with the same initials anywhere; and colleagues with the same initials. */
const BY_SURNAMES = `
  WITH found AS (
    (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND organization_inn = $2 AND surname = ANY ($3) LIMIT 100)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND organization_inn = $2 AND initials = $5 LIMIT 200)
    UNION ALL (SELECT ${COLUMNS} FROM directory_users WHERE version_id = $1 AND surname = ANY ($3) AND initials = ANY ($4) LIMIT 200)
  )
  SELECT DISTINCT ON ("accountKey") * FROM found`;

/** Reads the directory for matching: always one version, by its indexes only. */
@Injectable()
export class DirectoryMatchQueries {
  constructor(private readonly database: DataSource) {}

  /** `null`: nothing has been imported yet. */
  async active(): Promise<ActiveVersion | null> {
    const [version] = await this.database.query<ActiveVersion[]>(ACTIVE);
    return version ?? null;
  }

  /** Accounts that share a number, an address, the whole name, or surname and organisation. */
  byKeys(version: number, person: ComparedPerson): Promise<DirectoryAccount[]> {
    const { name, emails } = person;
    return this.database.query(BY_KEYS, [
      version, person.snilsHash, person.thumbprint, person.inn, name.key || null, emails, person.organizationInn, name.surname || null,
    ]);
  }

  /** Surnames of the directory that are spelt like this one, with parts of double ones; far ones among them. */
  async similarSurnames(version: number, word: string): Promise<string[]> {
    const rows = await this.database.query<{ surname: string }[]>('SELECT surname FROM directory_similar_surnames($1, $2)', [version, word]);
    return rows.map(({ surname }) => surname);
  }

  /** Accounts with one of these surnames: of the organisation, or with these initials (either may be shorter) anywhere. */
  bySurnames(version: number, surnames: string[], { initials }: FoldedName, organizationInn: string | null): Promise<DirectoryAccount[]> {
    return this.database.query(BY_SURNAMES, [version, organizationInn, surnames, [...new Set([initials, initials.slice(0, 1)])].filter(Boolean), initials]);
  }
}
