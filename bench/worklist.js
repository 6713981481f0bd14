// Worklist, counters and overview at 10 000 and 100 000 cases, with --cases=10000,100000,1000000 also at more: the service's own queries
// on its own connection, and two web processes for what is seen on a screen.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { WorklistQueries } from '../dist/cases/worklist/worklist.queries.js';
import { WorklistService } from '../dist/cases/worklist/worklist.service.js';
import { dataSourceOptions } from '../dist/data-source.js';
import { OverviewQueries } from '../dist/overview/overview.queries.js';
import { OverviewService } from '../dist/overview/overview.service.js';
import { readPeriod } from '../dist/overview/period.js';
import { startCertdesk, stop } from './support/children.js';
import { DeskScreen } from './support/desk-screen.js';
import { median, percentile } from './support/statistics.js';
import { generate, OPERATORS } from './support/worklist-data.js';

const USUAL_SIZES = [10_000, 100_000];
const TURNS = Number(process.env['BENCH_TURNS'] ?? 200);
const ME = OPERATORS[0];
const NONE = { category: null, route: null, status: null, operator: null, ending: false, closing: false, incident: null, from: null, to: null };
const QUIET = { text: '', organization: '' };

const ask = (change = {}) => ({ query: { view: 'all', sort: 'newest', filters: NONE, ...change.query }, search: { ...QUIET, ...change.search }, accountId: ME });
const filtered = (filters, query = {}) => ask({ query: { ...query, filters: { ...NONE, ...filters } } });
const searched = (text) => ask({ search: { text } });

/** What operators do all day, and what is hard on an index. */
const PAGES = {
  'first page, all': ask(),
  'first page, mine': ask({ query: { view: 'mine' } }),
  'first page, not taken': ask({ query: { view: 'untaken' } }),
  'first page, overdue, due soonest': ask({ query: { view: 'overdue', sort: 'due' } }),
  'first page, all, certificate end': ask({ query: { sort: 'certificate' } }),
  'filtered: category': filtered({ category: 'import-error' }),
  'filtered: rare category and status': filtered({ category: 'owner-mismatch', status: 'queued' }),
  'filtered: a mixture that does not occur': filtered({ category: 'self-service', route: 'letter-edms' }),
  'filtered: status, due soonest': filtered({ status: 'awaiting-operator' }, { sort: 'due' }),
  'filtered: operator and status': filtered({ operator: OPERATORS[3], status: 'resolved' }),
  'filtered: certificate ends soon': filtered({ ending: true }, { sort: 'certificate' }),
  'the same, newest first (chosen by hand)': filtered({ ending: true }),
  'filtered: organisation by ИНН': ask({ search: { organization: '7299000123' } }),
  'filtered: organisation by name': ask({ search: { organization: 'больница 123' } }),
  'search: number tail': searched('77'),
  'search: surname': searched('Иванова'),
  'search: surname, name, patronymic': searched('Зуева Ксения Фёдоровна'),
  'search: typo': searched('Ивонова'),
  'search: common word': searched('ошибки'),
  'search: common word, own view': ask({ query: { view: 'mine' }, search: { text: 'больница' } }),
  'search: nothing found': searched('Ыыыыыы'),
  'search: beginning of a thumbprint': searched('9f86d0'.padEnd(8, 'a')),
};

const say = (line) => process.stdout.write(`${line}\n`);

/** p50 and p95 in milliseconds of some runs, the first ones not counted. */
async function figure(work, turns = TURNS) {
  const times = [];
  for (let turn = -5; turn < turns; turn += 1) {
    const start = performance.now();
    await work(turn);
    if (turn >= 0) times.push(performance.now() - start);
  }
  return { p50: median(times), p95: percentile(times, 0.95) };
}

/**
 * Measures one database.
 * @param {string} url
 * @param {string} folder for what web processes keep
 * @returns {Promise<{name: string, p50: number, p95: number}[]>}
 */
async function measure(url, folder) {
  const source = await new DataSource(dataSourceOptions(url, 10)).initialize();
  const queries = new WorklistQueries(source);
  const worklist = new WorklistService(queries, { now: () => new Date() });
  const rows = [];
  try {
    for (const [name, request] of Object.entries(PAGES)) rows.push({ name, ...(await figure(() => worklist.page(request, null))) });
    let place = null;
    rows.push({
      name: 'page after page, all',
      ...(await figure(async () => {
        const page = await worklist.page(ask(), place);
        place = page.hasNext ? { ...page.rows.at(-1).place, backwards: false } : null;
      })),
    });
    rows.push({ name: 'counters', ...(await figure(() => worklist.counts(ME))) });
    const overview = new OverviewService(new OverviewQueries(source), null, null, { now: () => new Date() });
    for (const period of ['month', 'quarter']) rows.push({ name: `overview, ${period}`, ...(await figure(() => overview.figures(readPeriod({ period }, new Date()).period))) });
    const ids = (await source.query("SELECT id FROM cases WHERE status = 'sent' LIMIT 1000")).map(({ id }) => id);
    const change = (turn) => source.query('UPDATE cases SET status = $2, version = version + 1, updated_at = now() WHERE id = $1', [ids[(turn + 5) % ids.length], turn % 2 ? 'queued' : 'sent']);
    rows.push({ name: 'status change', ...(await figure(change)) });
    rows.push({ name: 'counters after changes, not yet summed up', ...(await figure(() => worklist.counts(ME))) });
    const writers = await figure((turn) => Promise.all(Array.from({ length: 8 }, (_, lane) => change(turn * 8 + lane + 40))), Math.ceil(TURNS / 4));
    rows.push({ name: 'eight status changes at once', ...writers });
    rows.push({ name: 'event heard by another process', ...(await events(url, source, ids)) });
    rows.push(...(await screens(url, folder, source, ids)));
  } finally {
    await source.destroy();
  }
  return rows;
}

/** From the beginning of a change on one connection until another has heard of it. */
async function events(url, source, ids) {
  const hearer = new pg.Client({ connectionString: url });
  await hearer.connect();
  await hearer.query('LISTEN worklist');
  try {
    return await figure(async (turn) => {
      const id = ids[Math.abs(turn) % ids.length];
      const heard = new Promise((resolve) => hearer.once('notification', resolve));
      await source.query('UPDATE cases SET updated_at = now() WHERE id = $1', [id]);
      await heard;
    });
  } finally {
    await hearer.end();
  }
}

/** From the beginning of a change until the row stands on a screen of another process, and whole pages of that process. */
async function screens(url, folder, source, ids) {
  const { child, port } = await startCertdesk({ ROLE: 'web', DATABASE_URL: url, DATA_DIR: join(folder, 'screen') });
  try {
    const screen = await new DeskScreen(port).open(source);
    const shown = await figure(async (turn) => {
      const id = ids[Math.abs(turn + 3) % ids.length];
      const seen = screen.shows(id);
      await source.query('UPDATE cases SET version = version + 1, updated_at = now() WHERE id = $1', [id]);
      await seen;
    });
    const worklist = await figure(() => screen.page('/desk/worklist?view=all'));
    const overview = await figure(() => screen.page('/desk/overview?period=month'));
    await screen.close();
    return [{ name: "event on the other process's screen", ...shown }, { name: 'worklist, whole page over HTTP', ...worklist }, { name: 'overview, whole page over HTTP', ...overview }];
  } finally {
    await stop(child);
  }
}

/**
 * @param {{size: number, rows: {name: string, p50: number, p95: number}[]}[]} sizes
 * @returns {string} a table: p50 / p95 in milliseconds for each size
 */
function report(sizes) {
  const names = sizes[0].rows.map(({ name }) => name);
  const cells = [['p50 / p95, ms', ...sizes.map(({ size }) => size.toLocaleString('ru-RU'))]];
  for (const name of names) cells.push([name, ...sizes.map(({ rows }) => { const row = rows.find((one) => one.name === name); return row ? `${row.p50.toFixed(1)} / ${row.p95.toFixed(1)}` : '–'; })]);
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(' | ')} |`;
  return [line(cells[0]), `|${widths.map((width, column) => (column ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`, ...cells.slice(1).map(line)].join('\n');
}

/**
 * Fills one database step by step and measures at each size.
 * @param {import('./support/lab.js').Lab} lab
 * @param {number[]} sizes numbers of cases, ascending
 * @returns {Promise<string>} a table
 */
export async function worklistReport(lab, sizes = USUAL_SIZES) {
  const url = await lab.database(`worklist_${randomUUID().slice(0, 8)}`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const measured = [];
  let planted = 0;
  try {
    for (const size of sizes) {
      say(`… planting ${size} cases`);
      await generate(client, size - planted);
      planted = size;
      measured.push({ size, rows: await measure(url, lab.folder) });
    }
  } finally {
    await client.end();
  }
  return report(measured);
}

/**
 * Sizes from `--cases=10000,1000000`.
 * @param {string[]} flags
 * @returns {number[]}
 */
export function sizesFrom(flags) {
  const given = flags.find((flag) => flag.startsWith('--cases='))?.slice('--cases='.length).split(',').map(Number).filter((size) => size > 0);
  return given?.length ? given.sort((a, b) => a - b) : USUAL_SIZES;
}
