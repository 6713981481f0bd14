import type { JobContract } from '../src/platform/job-contract.js';

/** A workflow as data. */
export interface TransitionTable {
  title: string;
  initial: readonly string[];
  transitions: Readonly<Record<string, readonly string[]>>;
}

const CELL = 26;
const LABELS = 190;
const HEAD = 150;
const GAP = 40;
const WIDTH = 640;

const text = (x: number, y: number, words: string, more = ''): string => `<text x="${x}" y="${y}" ${more}>${words}</text>`;

/**
 * Tables as SVG: one row for each state to leave, one column for each to enter, a dot where the way is open.
 * A matrix, because forty arrows between ten states cannot be read.
 */
export function drawStates(tables: readonly TransitionTable[]): string {
  let top = 0;
  const parts = tables.map((table) => {
    const drawn = drawTable(table, top);
    top += HEAD + Object.keys(table.transitions).length * CELL + GAP;
    return drawn;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

function drawTable({ title, initial, transitions }: TransitionTable, top: number): string {
  const states = Object.keys(transitions);
  const center = (index: number): number => index * CELL + CELL / 2;
  const columns = states.map((state, index) => {
    const x = LABELS + center(index) + 4;
    return text(x, top + HEAD - 8, state, `transform="rotate(-60 ${x} ${top + HEAD - 8})"`);
  });
  const rows = states.map((state, index) => {
    const y = top + HEAD + center(index);
    const targets = transitions[state] ?? [];
    const mark = initial.includes(state) ? '▸ ' : targets.length === 0 ? '■ ' : '';
    const cells = states.map((target, column) => {
      const x = LABELS + center(column);
      const fill = index === column ? '#ddd' : index % 2 === 0 ? '#f4f6f8' : '#fff';
      const dot = targets.includes(target) ? `<circle cx="${x}" cy="${y}" r="6" fill="#206bc4"><title>${state} → ${target}</title></circle>` : '';
      return `<rect x="${x - CELL / 2}" y="${y - CELL / 2}" width="${CELL}" height="${CELL}" fill="${fill}"/>${dot}`;
    });
    return `${text(LABELS - 8, y + 4, `${mark}${state}`, 'text-anchor="end"')}\n${cells.join('\n')}`;
  });
  const legend = '▸ begins here   ■ ends here   row → column';
  return [text(8, top + 20, title, 'font-size="16" font-weight="bold"'), text(8, top + 40, legend, 'fill="#667"'), ...columns, ...rows].join('\n');
}

/** Every job with the reason why it exists. */
export function listJobs(jobs: readonly JobContract[]): string {
  const lines = [...jobs].sort((one, other) => one.queue.localeCompare(other.queue, 'en')).map(({ queue, why }) => `| \`${queue}\` | ${why} |`);
  return `# Jobs

Made from the contracts in \`src/**/*.jobs.ts\` by \`scripts/write-docs.sh\`; do not edit. One job, one queue, one processor.
What is owed stands in the table \`outbox\` and is handed to the queue after the commit; a job may run twice, so it reads its row again.
States and what may follow what: [states.svg](states.svg).

| job | why it exists |
|---|---|
${lines.join('\n')}
`;
}
