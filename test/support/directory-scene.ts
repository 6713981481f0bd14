import type { Client } from 'pg';
import { foldName } from '../../src/directory/folded-name.js';
import { keepSnils, snilsKey } from '../../src/directory/snils-hash.js';

/** The secret that the applications of tests run with. */
export const TEST_SECRET = 'k'.repeat(32);

/** An account as an export has it; what is left out is unknown. */
export interface PlantedAccount {
  fullName: string;
  login?: string;
  snils?: string;
  inn?: string;
  organizationInn?: string;
  organizationName?: string;
  email?: string;
  blocked?: boolean;
  thumbprints?: string[];
}

/** Loads a directory and switches to it, as an import does; gives its version. */
export async function plantDirectory(client: Client, accounts: PlantedAccount[], asOf = new Date()): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    "INSERT INTO directory_versions (state, source, snils_key, created_at, as_of) VALUES ('loading', 'file', $1, now(), $2) RETURNING id",
    [snilsKey(TEST_SECRET), asOf],
  );
  const id = rows[0]?.id ?? 0;
  await client.query('SELECT directory_open_version($1)', [id]);
  const lines = accounts.map(({ fullName, snils, email, login, ...rest }, index) => {
    const { surname, initials, key } = foldName(fullName);
    const kept = snils ? keepSnils(snils, TEST_SECRET) : null;
    return {
      source_row: index + 1, account_key: `login:${login ?? index}`, login, full_name: fullName, surname, initials, name_key: key, snils_hash: kept && `\\x${kept.hash.toString('hex')}`,
      snils_tail: kept?.tail, inn: rest.inn, organization_inn: rest.organizationInn, organization_name: rest.organizationName, email: email?.toLowerCase(),
      blocked: rest.blocked ?? false, thumbprints: rest.thumbprints ?? [],
    };
  });
  await client.query(
    `INSERT INTO directory_users_${id} (version_id, source_row, account_key, login, full_name, surname, initials, name_key, snils_hash, snils_tail, inn, organization_inn, organization_name, email, blocked, thumbprints)
     SELECT $1::integer, source_row, account_key, login, full_name, surname, initials, name_key, snils_hash, snils_tail, inn, organization_inn, organization_name, email, blocked, thumbprints
     FROM jsonb_populate_recordset(NULL::directory_users, $2::jsonb)`,
    [id, JSON.stringify(lines)],
  );
  await client.query('SELECT directory_attach_version($1, now())', [id]);
  await client.query('SELECT directory_activate_version($1, now())', [id]);
  return id;
}
