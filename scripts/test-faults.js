// npm run test:faults: the fault suite in its long form. See docs/reliability.md, which `--write` makes anew.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reliabilityPage, summary, verdict } from './reliability-page.js';

const BACKENDS = 2;
/** Not among them: how the service starts and stops, which is no fault and is tried in every test run. */
const SPECS = ['kill', 'faults/long', 'servers', 'smtp-manners'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '25' },
    flood: { type: 'string', default: '5000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write('npm run test:faults -- [--seed N] [--kills 1000] [--minutes 25] [--flood 5000] [--write] [part of a spec\'s name…]\n');
  process.exit(0);
}
for (const name of ['seed', 'kills', 'minutes', 'flood']) if (!(Number(values[name]) > 0)) throw new Error(`--${name} must be a number above 0`);

const folder = await mkdtemp(join(tmpdir(), 'certdesk-faults-'));
const results = `${folder}.json`;
const begun = Date.now();
const load = loadavg()[0];
process.stdout.write(`Fault suite, seed ${values.seed}: ${values.kills} kills on ${BACKENDS} backends, at most ${values.minutes} minutes of them\n`);
const jest = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--selectProjects', 'faults', '--maxWorkers=2', '--json', '--outputFile', results, '--testPathPatterns', ...(positionals.length > 0 ? positionals : SPECS)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    FAULT_SEED: values.seed,
    FAULT_KILLS: String(Math.ceil(Number(values.kills) / BACKENDS)),
    FAULT_MINUTES: values.minutes,
    FAULT_FLOOD: values.flood,
    FAULT_REPORT: folder,
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
const code = await new Promise((resolve) => jest.once('close', resolve));
const failed = code === 0 ? [] : await failedSpecs();

const names = (await readdir(folder)).sort();
/** @type {import('./reliability-page.js').Part[]} */
const parts = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
await rm(folder, { recursive: true, force: true });
await rm(results, { force: true });
const run = {
  seed: values.seed,
  command: `npm run test:faults -- --seed ${values.seed} --kills ${values.kills} --minutes ${values.minutes} --flood ${values.flood}${positionals.map((part) => ` ${part}`).join('')}`,
  date: new Date().toISOString().slice(0, 10),
  minutes: Math.round((Date.now() - begun) / 60_000),
  machine: `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
  load: [load, loadavg()[0]].map((value) => value.toFixed(1)),
  asked: Number(values.kills),
  failed,
  parts,
};
process.stdout.write(`\n${summary(run)}\n`);
if (values.write) await writeFile('docs/reliability.md', reliabilityPage(run));
process.exitCode = verdict(run).good ? 0 : 1;

/** Names of what failed, for the page. */
async function failedSpecs() {
  const { testResults = [] } = JSON.parse(await readFile(results, 'utf8').catch(() => '{}'));
  const names = testResults.flatMap(({ name, status, assertionResults }) => {
    const own = assertionResults.filter((result) => result.status === 'failed').map(({ fullName }) => fullName);
    return own.length > 0 || status !== 'failed' ? own : [name.split('/test/').at(-1)];
  });
  return names.length > 0 ? names : ['the run was broken off'];
}
