/**
 * One row of the report. `share` is how much of the floor's speed is ours: ours/floor for rates, floor/ours for times.
 * @typedef {{name: string, unit: string, ours: number | null, floor: number | null, share: number | null, note?: string}} Row
 */

/**
 * @param {string} name
 * @param {string} unit
 * @param {number} ours
 * @param {number | null} [floor]
 * @param {string} [note]
 * @returns {Row} for figures of which more is better
 */
export function rate(name, unit, ours, floor = null, note = '') {
  return { name, unit, ours, floor, share: floor === null ? null : ours / floor, note };
}

/**
 * @param {string} name
 * @param {number} ours milliseconds
 * @param {number | null} [floor]
 * @param {string} [note]
 * @returns {Row} for figures of which less is better
 */
export function time(name, ours, floor = null, note = '') {
  return { name, unit: 'ms', ours, floor, share: floor === null ? null : floor / ours, note };
}

/**
 * @param {string} name
 * @param {string} why
 * @returns {Row} for what could not be measured here
 */
export function skipped(name, why) {
  return { name, unit: '', ours: null, floor: null, share: null, note: `skipped: ${why}` };
}

/** @param {number | null} value */
function figure(value) {
  if (value === null) return '–';
  return value >= 1000 ? value.toFixed(0) : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/**
 * @param {Row[]} rows
 * @returns {string} a table that is plain text and Markdown at once
 */
export function table(rows) {
  const cells = [
    ['row', 'unit', 'ours', 'floor', 'share', 'note'],
    ...rows.map(({ name, unit, ours, floor, share, note }) => [name, unit, figure(ours), figure(floor), share === null ? '–' : `${Math.round(share * 100)} %`, note ?? '']),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column >= 2 && column <= 4 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column >= 2 && column <= 4 ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}
