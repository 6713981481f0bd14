// npm run bench: what the service does in a second, each figure beside its floor of the same run. See bench/README.md.
import { cpus, loadavg } from 'node:os';
import { batchRows } from './rows/batch.js';
import { burstRows, deliveryRows, postfixRows } from './rows/deliveries.js';
import { directoryImportRows } from './rows/directory-import.js';
import { directoryMatchRows } from './rows/directory-match.js';
import { certificateRow, letterRows, triageRow } from './rows/pure.js';
import { postCaseRows } from './rows/post-cases.js';
import { sizesFrom, worklistReport } from './worklist.js';
import { ticketRows } from './rows/tickets.js';
import { Lab } from './support/lab.js';
import { SmtpSink } from './support/smtp-sink.js';
import { ROUNDS } from './support/statistics.js';
import { skipped, table } from './support/table.js';

const begun = performance.now();
const say = (line) => process.stdout.write(`${line}\n`);
/** `npm run bench -- pure post deliveries tickets` runs only those; worklist, directory-import, batch and burst take longer and only come when they are asked for. */
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
/** `--rows=1000000` as a number. */
const size = (name, usual) => Number(flags.find((flag) => flag.startsWith(`--${name}=`))?.split('=')[1] ?? usual);
const wanted = (part) => chosen.length === 0 || chosen.includes(part);

const lab = await Lab.open();
const sink = await new SmtpSink().open();
let closing = null;
const close = () => (closing ??= lab.close().finally(() => sink.close()));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close().finally(() => process.exit(130)));

/** @type {import('./support/table.js').Row[]} */
const rows = [];
let worklist = null;
try {
  const measure = async (title, work) => {
    say(`… ${title}`);
    rows.push(...(await work()));
  };
  if (wanted('pure')) await measure('certificates, triage, letters', async () => [await certificateRow(), await triageRow(), ...(await letterRows())]);
  if (wanted('post')) await measure('POST cases', () => postCaseRows(lab, sink));
  if (wanted('directory') || chosen.includes('directory-match')) await measure('matching against the directory', () => directoryMatchRows(lab, say, size('rows', null)));
  if (chosen.includes('directory-import')) await measure('import of the directory', () => directoryImportRows(lab, size('rows', 20_000)));
  if (chosen.includes('batch')) await measure('a batch', () => batchRows(lab, { items: size('items', 500), rows: size('rows', 20_000) }, say));
  if (wanted('deliveries')) {
    await measure('deliveries on PostgreSQL', () => deliveryRows(lab, sink, null));
    if (lab.redisUrl) await measure('deliveries on Redis', () => deliveryRows(lab, sink, lab.redisUrl));
    else rows.push(skipped('deliveries, BullMQ on Redis', 'redis-server is not installed'));
    await measure('deliveries to Postfix', () => postfixRows(lab));
  }
  if (chosen.includes('burst')) {
    for (const redisUrl of lab.redisUrl ? [null, lab.redisUrl] : [null]) await measure(`a burst on ${redisUrl ? 'Redis' : 'PostgreSQL'}`, () => burstRows(lab, sink, redisUrl, size('cases', 200)));
  }
  if (chosen.includes('worklist')) worklist = await worklistReport(lab, sizesFrom(flags));
  if (wanted('tickets')) await measure('tickets into RT', () => ticketRows(lab));
} catch (error) {
  if (closing === null) throw error;
} finally {
  say(`\nNode ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}, medians of ${ROUNDS} rounds\n`);
  if (rows.length > 0) say(table(rows));
  if (worklist) say(`${rows.length > 0 ? '\n' : ''}${worklist}`);
  say(`\n${Math.round((performance.now() - begun) / 1000)} s, load of the machine ${loadavg()[0].toFixed(1)}`);
  await close();
}
