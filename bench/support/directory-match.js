import { isKnowable } from './directory-data.js';

/**
 * Asks for everybody of a labelled set and compares the answers with the labels.
 * @param {(person: import('./directory-data.js').Query['person']) => Promise<{findings: object, accounts: {login: string | null, strength: string}[]}>} find
 * @param {import('./directory-data.js').Query[]} queries
 * @param {(fullName: string) => boolean} isRare whether no two organisations have somebody of that name
 */
export async function assess(find, queries, isRare) {
  const told = { right: 0, wrong: [], knowable: 0, missed: [], nobody: 0, nobodyWrong: [], nobodyBlind: 0 };
  for (const query of queries) {
    const answer = await find(query.person);
    const own = new Set(query.own.map(({ login }) => login));
    const sure = new Set(answer.accounts.filter(({ strength }) => strength !== 'weak').map(({ login }) => login));
    for (const login of sure) {
      if (own.has(login)) told.right += 1;
      else told.wrong.push({ query, login });
    }
    for (const { login, shares } of query.own) {
      if (!isKnowable(query, shares, isRare(query.person.fullName))) continue;
      told.knowable += 1;
      if (!sure.has(login)) told.missed.push({ query, login });
    }
    if (answer.findings.accounts === 0) {
      told.nobody += 1;
      // An account that has neither a number nor mailbox nor organisation in common cannot be known for his by anybody.
      if (query.own.some(({ shares }) => shares.length > 0)) told.nobodyWrong.push({ query });
      else if (own.size > 0) told.nobodyBlind += 1;
    }
  }
  return told;
}

/**
 * Loads accounts the way an import does.
 * @param {import('pg').Client} client
 * @param {import('./directory-data.js').Account[]} accounts
 * @param {{foldName: Function, keepSnils: Function, snilsKey: Function, secret: string, fill?: (version: number) => Promise<void>}} how
 * @returns {Promise<number>} the version, switched to
 */
export async function loadDirectory(client, accounts, { foldName, keepSnils, snilsKey, secret, fill }) {
  const { rows } = await client.query("INSERT INTO directory_versions (state, source, snils_key, created_at) VALUES ('loading', 'file', $1, now()) RETURNING id", [snilsKey(secret)]);
  const { id } = rows[0];
  await client.query('SELECT directory_open_version($1)', [id]);
  await fill?.(id);
  for (let at = 0; at < accounts.length; at += 5000) {
    const lines = accounts.slice(at, at + 5000).map((account, index) => {
      const { surname, initials, key } = foldName(account.fullName);
      const kept = account.snils && keepSnils(account.snils, secret);
      return {
        version_id: id, source_row: at + index + 1, account_key: account.key, login: account.login, full_name: account.fullName, surname, initials, name_key: key,
        snils_hash: kept && `\\x${kept.hash.toString('hex')}`, snils_tail: kept && kept.tail, inn: account.inn, organization_inn: account.organizationInn,
        organization_name: account.organizationName, email: account.email, blocked: account.blocked, thumbprints: account.thumbprints,
      };
    });
    await client.query(`INSERT INTO directory_users_${id} SELECT * FROM jsonb_populate_recordset(NULL::directory_users, $1::jsonb)`, [JSON.stringify(lines)]);
  }
  await client.query('SELECT directory_attach_version($1, now())', [id]);
  await client.query('SELECT directory_activate_version($1, now())', [id]);
  return id;
}
