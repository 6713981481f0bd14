import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/data-source.js';
import { DirectoryMatchQueries } from '../../dist/directory/directory-match.queries.js';
import { DirectoryService } from '../../dist/directory/directory.service.js';
import { foldName } from '../../dist/directory/folded-name.js';
import { keepSnils, snilsKey } from '../../dist/directory/snils-hash.js';
import { fillDirectory, labelledSet } from '../support/directory-data.js';
import { assess, loadDirectory } from '../support/directory-match.js';
import { percentile } from '../support/statistics.js';
import { rate, time } from '../support/table.js';

const SECRET = 's'.repeat(32);
/** Rows in the directory; `BENCH_FULL=1` for a million, which takes some minutes to load. */
const USUAL_ROWS = Number(process.env['BENCH_DIRECTORY_ROWS'] ?? (process.env['BENCH_FULL'] === '1' ? 1_000_000 : 100_000));
const QUERIES = Number(process.env['BENCH_DIRECTORY_QUERIES'] ?? 20_000);
const SEED = Number(process.env['BENCH_SEED'] ?? 4);

/** Matching of a labelled set with noise: is it right, does it find, how fast; floor: one look into one index. */
export async function directoryMatchRows(lab, say, rowsAsked) {
  const rows = rowsAsked ?? USUAL_ROWS;
  const url = await lab.database('directory');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const source = await new DataSource(dataSourceOptions(url, 4)).initialize();
  try {
    const { accounts, queries } = labelledSet(SEED, QUERIES);
    const begun = performance.now();
    const version = await loadDirectory(client, accounts, { foldName, keepSnils, snilsKey, secret: SECRET, fill: (id) => fillDirectory(client, id, Math.max(0, rows - accounts.length)) });
    await client.query('VACUUM ANALYZE directory_users');
    say(`  ${rows} rows loaded and indexed in ${Math.round((performance.now() - begun) / 1000)} s`);
    const rare = await rareNames(client, version, queries);
    const times = { exact: [], fuzzy: [] };
    const find = timed(source, times);
    for (const { person } of queries.slice(0, 200)) await find(person);
    times.exact.length = times.fuzzy.length = 0;
    const told = await assess(find, queries, (name) => rare.has(foldName(name).key));
    const floor = await floorOf(client, version, queries);
    for (const [what, list] of Object.entries({ wrong: told.wrong, missed: told.missed, 'wrongly nobody': told.nobodyWrong })) for (const { query, login } of list.slice(0, Number(process.env['BENCH_SHOW'] ?? 0))) say(`  ${what}: ${query.kind}/${query.noise} ${query.person.fullName} ${login ?? ''}`);
    const percent = (part, all) => (all === 0 ? 100 : (100 * part) / all);
    const size = `${rows} rows`;
    return [
      rate('directory: sure matches that are right', '%', percent(told.right, told.right + told.wrong.length), null, `${told.right + told.wrong.length} of ${queries.length} queries; goal 100 %`),
      rate('directory: knowable accounts found for sure', '%', percent(told.knowable - told.missed.length, told.knowable), null, `${told.knowable} accounts; goal ≥ 99 %`),
      rate('directory: «no such person» that is right', '%', percent(told.nobody - told.nobodyBlind - told.nobodyWrong.length, told.nobody - told.nobodyBlind), null, `said ${told.nobody} times; ${told.nobodyBlind} more have an account with nothing but a like name in common`),
      time(`directory: match by keys, p95, ${size}`, percentile(times.exact, 0.95), floor, `${times.exact.length} queries; goal ≤ 5 ms; floor: one look into one index`),
      time(`directory: match with typos, p95, ${size}`, percentile(times.fuzzy, 0.95), floor, `${times.fuzzy.length} queries; goal ≤ 30 ms`),
    ];
  } finally {
    await source.destroy();
    await client.end();
  }
}

/** The service as it is, each question timed by whether it had to look for typos. */
function timed(source, times) {
  const queries = new DirectoryMatchQueries(source);
  let fuzzy = false;
  const similar = queries.similarSurnames.bind(queries);
  queries.similarSurnames = (...args) => {
    fuzzy = true;
    return similar(...args);
  };
  const service = new DirectoryService(queries, { now: () => new Date() }, { directoryFreshDays: 45 }, SECRET);
  return async (person) => {
    fuzzy = false;
    const start = performance.now();
    const answer = await service.find(person);
    times[fuzzy ? 'fuzzy' : 'exact'].push(performance.now() - start);
    return answer;
  };
}

/** Whole names that nobody bears in a second organisation. */
async function rareNames(client, version, queries) {
  const keys = queries.map(({ person }) => foldName(person.fullName).key);
  const { rows } = await client.query('SELECT name_key FROM directory_users WHERE version_id = $1 AND name_key = ANY ($2) GROUP BY 1 HAVING count(DISTINCT organization_inn) < 2', [version, keys]);
  return new Set(rows.map((row) => row.name_key));
}

async function floorOf(client, version, queries) {
  const times = [];
  for (const { person } of queries.slice(0, 2000)) {
    const hash = person.snils && keepSnils(person.snils, SECRET).hash;
    const start = performance.now();
    await client.query({ name: 'floor', text: 'SELECT login FROM directory_users WHERE version_id = $1 AND snils_hash = $2', values: [version, hash] });
    times.push(performance.now() - start);
  }
  return percentile(times, 0.95);
}
