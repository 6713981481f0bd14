// Import of the directory through PUT /api/v1/directory into a process as production runs it, beside a plain COPY of the same file into a table without indexes.
// By itself: node bench/rows/directory-import.js [rows=1000000]; needs a build.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { startCertdesk, stop } from '../support/children.js';
import { Lab } from '../support/lab.js';
import { rate, table } from '../support/table.js';

const COLUMNS = ['fullName', 'snils', 'login', 'inn', 'organizationName', 'organizationInn', 'email', 'blocked', 'thumbprint', 'certificateNotAfter'];
const SURNAMES = ['Иванова', 'Петрова', 'Сидоренко', 'Ким', 'Вознесенская', 'Ахметова', 'Кузнецова', 'Зуева', 'Орлова', 'Ли'];
const NAMES = ['Мария', 'Анна', 'Ольга', 'Елена', 'Наталья', 'Татьяна', 'Светлана', 'Ирина'];
const PATRONYMICS = ['Петровна', 'Ивановна', 'Сергеевна', 'Олеговна', 'Андреевна'];
const MIB = 1024 * 1024;

/** СНИЛС by its first nine digits. */
function snils(number) {
  const nine = String(100_000_000 + number);
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
  return nine + String((sum % 101) % 100).padStart(2, '0');
}

/** One invented account as a line of CSV, some 180 bytes: a million of them are within the limit of 200 MB; offices 7299 belong to nobody. */
function line(index) {
  const pick = (list, step) => list[Math.floor(index / step) % list.length];
  const print = createHash('sha1').update(String(index)).digest('hex');
  const name = `${pick(SURNAMES, 1)} ${pick(NAMES, 10)} ${pick(PATRONYMICS, 80)}`;
  return `${name},${snils(index)},user${index},,ГБУ «Больница № ${index % 5000}»,7299000007,u${index}@example.ru,${index % 50 ? 0 : 1},${print},2027-05-31\n`;
}

async function writeExport(path, rows) {
  await pipeline(async function* () {
    yield `${COLUMNS.join(',')}\n`;
    for (let from = 0; from < rows; from += 5000) yield Array.from({ length: Math.min(5000, rows - from) }, (_, index) => line(from + index)).join('');
  }, createWriteStream(path));
}

async function token(client) {
  const [account, value] = [randomUUID(), `cdd_${randomBytes(32).toString('base64url')}`];
  await client.query("INSERT INTO accounts (id, email, role, created_at) VALUES ($1, 'bench@example.ru', 'administrator', now())", [account]);
  await client.query("INSERT INTO directory_tokens (id, name, token_hash, created_by, created_at) VALUES ($1, 'bench', $2, $3, now())", [randomUUID(), createHash('sha256').update(value).digest(), account]);
  return value;
}

/** Highest memory of a process so far in MiB; Linux only. */
const peak = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

async function send(port, key, path, query) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/directory${query}`, { method: 'PUT', headers, body: createReadStream(path), duplex: 'half' });
  let view = await answer.json();
  if (answer.status !== 202) throw new Error(JSON.stringify(view));
  while (view.state === 'loading') {
    await pause(250);
    view = await (await fetch(`http://127.0.0.1:${port}/api/v1/directory/imports/${view.id}`, { headers })).json();
  }
  return view;
}

/**
 * @param {import('../support/lab.js').Lab} lab
 * @param {number} rows
 * @returns {Promise<import('../support/table.js').Row[]>}
 */
export async function directoryImportRows(lab, rows) {
  const path = join(lab.folder, 'users.csv');
  await writeExport(path, rows);
  const url = await lab.database('directory_import');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // The server may be ended under it when something fails.
  await client.connect();
  const key = await token(client);

  await client.query(`CREATE TABLE floor (${COLUMNS.map((column) => `"${column}" text`).join(', ')})`);
  const before = performance.now();
  await pipeline(createReadStream(path), client.query(copyFrom('COPY floor FROM STDIN (FORMAT csv, HEADER)')));
  const floor = performance.now() - before;

  const { child, port } = await startCertdesk({ ROLE: 'all', DATABASE_URL: url, DATA_DIR: join(lab.folder, 'directory') });
  const rest = peak(child.pid);
  const started = performance.now();
  const first = await send(port, key, path, '?apply=auto');
  const ours = performance.now() - started;
  const memoryOfFirst = peak(child.pid);
  const again = performance.now();
  const second = await send(port, key, path, '?apply=auto');
  const sync = performance.now() - again;
  const memory = peak(child.pid);
  await Promise.all([stop(child), client.end()]);
  for (const view of [first, second]) if (view.state !== 'applied' || view.rows.taken !== rows) throw new Error(JSON.stringify(view));
  const size = `${rows} rows, ${Math.round((await stat(path)).size / MIB)} MiB`;
  return [
    rate('directory import', 'rows/s', (rows / ours) * 1000, (rows / floor) * 1000, `${size}; upload to switch, all indexes; floor: COPY without indexes`),
    rate('directory sync', 'rows/s', (rows / sync) * 1000, (rows / floor) * 1000, 'the same again, compared with the first'),
    { name: 'directory import, memory', unit: 'MiB', ours: memory, floor: null, share: null, note: `highest of the process, goal ≤ 300; ${Math.round(rest)} at rest, ${Math.round(memoryOfFirst)} after the first import` },
  ];
}

if (process.argv[1] === import.meta.filename) {
  const lab = await Lab.open();
  try {
    process.stdout.write(`${table(await directoryImportRows(lab, Number(process.argv[2] ?? 1_000_000)))}\n`);
  } finally {
    await lab.close();
  }
}
