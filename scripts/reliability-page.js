/**
 * What one spec left behind.
 * @typedef {{submitted: number, acknowledged: number, delivered: number, duplicates: number, lost: number, uncertain: number, falseSent: number}} Tally
 * @typedef {{title: string, lines: Record<string, Tally>, kills: Record<string, number>, skipped: Record<string, string>}} Part
 * @typedef {{seed: string, command: string, date: string, minutes: number, machine: string, load: string[], asked: number, failed: string[], parts: Part[]}} Run
 */

const COLUMNS = { submitted: 'submitted', acknowledged: 'acknowledged', delivered: 'delivered', duplicates: 'duplicates', lost: 'lost', uncertain: 'uncertain', falseSent: 'false «sent»' };
const PROMISES = ['lost', 'duplicates', 'falseSent'];

/** @param {string[][]} rows the first is the head; @returns {string} text and Markdown at once, figures on the right */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

/** @param {Run} run */
function lines(run) {
  return run.parts.flatMap((part) => Object.entries(part.lines));
}

/** @param {Run} run */
function killRows(run) {
  const parts = run.parts.filter(({ kills }) => Object.keys(kills).length > 0);
  const names = [...new Set(parts.flatMap(({ kills }) => Object.keys(kills)))];
  const sum = (kills) => Object.values(kills).reduce((total, count) => total + count, 0);
  const heads = parts.map(({ title }) => title.replace('Kills, queues on ', '').replace('Kills of the whole process', 'whole process'));
  return [
    ['killed', ...heads],
    ...names.map((name) => [name, ...parts.map(({ kills }) => String(kills[name] ?? 0))]),
    ['all', ...parts.map(({ kills }) => String(sum(kills)))],
  ];
}

/** @param {Run} run @returns {number} */
function allKills(run) {
  return run.parts.flatMap(({ kills }) => Object.values(kills)).reduce((total, count) => total + count, 0);
}

/** Whether every promise was kept, and each that was not. @param {Run} run */
export function verdict(run) {
  const broken = lines(run).flatMap(([name, tally]) => PROMISES.filter((promise) => tally[promise] > 0).map((promise) => `${name}: ${COLUMNS[promise]} ${tally[promise]}`));
  return { broken, good: broken.length === 0 && run.failed.length === 0 && allKills(run) > 0 };
}

/** @param {Run} run */
function outcomeTable(run) {
  return table([['', ...Object.values(COLUMNS)], ...lines(run).map(([name, tally]) => [name, ...Object.keys(COLUMNS).map((key) => String(tally[key]))])]);
}

/** @param {Run} run */
function remarks(run) {
  const { broken, good } = verdict(run);
  const skipped = run.parts.flatMap((part) => Object.entries(part.skipped)).map(([name, reason]) => `Skipped: ${name}, ${reason}.`);
  const kills = allKills(run);
  return [
    ...(kills === 0 ? ['No kill was reported: nothing is proved by this run.'] : kills < run.asked ? [`${kills} of ${run.asked} kills: the time that was allowed ran out before. Each costs the start of a process, so a busy machine makes few.`] : []),
    ...skipped,
    ...broken.map((what) => `**Broken: ${what}.**`),
    ...run.failed.map((name) => `**Failed: ${name}.**`),
    ...(good ? ['Lost 0, unmarked duplicates 0, false «sent» 0.'] : []),
  ];
}

/** The end of the run on the console. @param {Run} run */
export function summary(run) {
  return [`Seed ${run.seed}, ${allKills(run)} kills, ${run.minutes} min, load ${run.load.join(' → ')}`, table(killRows(run)), outcomeTable(run), remarks(run).join('\n')].join('\n\n');
}

/** docs/reliability.md. @param {Run} run */
export function reliabilityPage(run) {
  return `# Reliability

The promise: an acknowledged case is never lost, a letter is never sent twice without a person having said so, and nobody is told «sent» when it was not
(\`docs/architecture.md\`). This page is written by the command that tries it; nobody edits its figures. How each fault is made stands at its end.

    npm run test:faults -- --write        # 1 000 kills over both backends and all other faults, then this page
    ${run.command}
                                          # this very run

${run.date}, ${run.machine}; ${run.minutes} minutes, load of the machine ${run.load[0]} at the start and ${run.load[1]} at the end. The seed fixes the order of the
points and the length of every random wait; when the machine's scheduler lets a process run is its own affair.

## Kills by point

${allKills(run)} processes were ended with \`kill -9\`.

${table(killRows(run))}

## What became of it

${outcomeTable(run)}

${remarks(run).join('\n\n')}

*Submitted*: cases sent with an idempotency key, repeated by the client until answered; on the lines of notices, notices planned. *Delivered*: taken by the mail
server, or captured on disk, counted there by Message-ID and not by what the service says. *Uncertain*: the service says that it does not know; an operator
decides, nothing is sent again by itself. A killed worker leaves one for each mail that it had begun to hand over and whose outcome nobody saw: that is the
intended answer, and most of these had arrived. *Lost*: neither delivered nor uncertain. *Duplicates*: the same Message-ID taken twice. *False «sent»*: the row says
sent and the server never took it.

## How the faults are made

Real processes of the built service (\`node dist/main.js\`, \`ROLE=web\` and \`ROLE=worker\`), a real PostgreSQL, a real Redis, a mail server that follows a script, no
switch for tests inside the service. One web and two workers a backend under steady traffic; each is killed, started and killed again (\`test/faults/siege.ts\`).

- **A commit** (claim, hand-over noted, sent, case): triggers in the test's database hold the commit of the one process that is waited for; it is killed; then
  the database either undoes the transaction or lets the commit through, as a real one may do with a client that is gone.
- **A step of SMTP**: the server falls silent at this step to this process, which is killed there; at the final dot it keeps the mail or throws it away.
- **While the letter is made**: within 20 ms after the commit of the claim. **A request**: within 60 ms after the client began to send.
- **Recovery is not helped**: leases (15 s), BullMQ's locks and the sweep run by themselves. Only after a clock jump or a full disk waits that would last
  an hour or a day are cut short.
- **Stalled worker**: \`SIGSTOP\` until its lease has run out and another has taken over, then \`SIGCONT\`. **Clock**: libfaketime moves the clock of single workers by hours
  and days, forth and back. **Full disk**: a small tmpfs, filled, then freed, under the captured mail and under the database. **PostgreSQL**: its server is killed with
  \`kill -9\` and started again; its connections are cut. **Redis**: \`FLUSHALL\`, then killed and started empty. **Flood**: all cases at once on two workers.

Not tried here: power cuts (a killed process leaves what the kernel has accepted), several machines, a split network between them.
`;
}
