import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEED } from './chance.js';
import type { Tally } from './ledger.js';

const COLUMNS: Record<keyof Tally, string> = {
  submitted: 'submitted',
  acknowledged: 'acknowledged',
  delivered: 'delivered',
  duplicates: 'duplicates',
  lost: 'lost',
  uncertain: 'uncertain',
  falseSent: 'false "sent"',
};

/** Every promise kept. */
export const CLEAN = { duplicates: 0, lost: 0, falseSent: 0 } satisfies Partial<Tally>;

/** Prints one table, past jest's own console, and leaves it for `npm run test:faults`, which puts all of them together. */
export function report(title: string, lines: Record<string, Tally>, kills: Record<string, number> = {}, skipped: Record<string, string> = {}): void {
  const columns = Object.entries(COLUMNS) as [keyof Tally, string][];
  const width = Math.max(0, ...Object.keys(lines).map(({ length }) => length));
  const head = `${' '.repeat(width)}  ${columns.map(([, name]) => name).join('  ')}`;
  const rows = Object.entries(lines).map(([name, line]) => `${name.padEnd(width)}  ${columns.map(([key, word]) => String(line[key]).padStart(word.length)).join('  ')}`);
  const reasons = Object.entries(skipped).map(([name, reason]) => `${name}: skipped, ${reason}`);
  process.stdout.write(`\n${title}, seed ${SEED}\n${[head, ...rows, ...reasons].join('\n')}\n\n`);
  const folder = process.env['FAULT_REPORT'];
  if (folder) writeFileSync(join(folder, `${title.replace(/\W+/g, '-')}.json`), JSON.stringify({ title, lines, kills, skipped }));
}
