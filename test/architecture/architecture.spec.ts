import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LEGAL_FILES, PLANTED_VIOLATIONS } from './planted-violations.js';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}
interface Configuration {
  forbidden: { name: string; from: { pathNot?: string[] } }[];
  options: { exclude: { path: string } };
}

const configFile = resolve('.dependency-cruiser.cjs');
const { forbidden, options } = createRequire(import.meta.url)(configFile) as Configuration;
const rules = forbidden.map(({ name }) => name);

/** Violations under `src/` of the given folder. */
async function cruise(folder: string): Promise<Violation[]> {
  const tool = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const report = await new Promise<string>((done, fail) => {
    execFile(
      process.execPath,
      [tool, 'src', '--config', configFile, '--output-type', 'json'],
      { cwd: folder, maxBuffer: 1 << 28 },
      // The exit code counts violations, so only an empty report is a failure of the tool.
      (error, stdout, stderr) => (stdout === '' ? fail(new Error(stderr, { cause: error })) : done(stdout)),
    );
  });
  return (JSON.parse(report) as { summary: { violations: Violation[] } }).summary.violations;
}

const tell = ({ rule, from, to }: Violation) => `${rule.name}: ${from} → ${to}`;

describe('architecture', () => {
  it('holds in src', async () => {
    expect((await cruise('.')).map(tell)).toEqual([]);
  });

  it('keeps the clock, chance and the process out of pure files', async () => {
    const pureBut = forbidden.find(({ name }) => name === 'pure-imports-pure-files')?.from.pathNot ?? [];
    const skipped = new RegExp([...pureBut, options.exclude.path].join('|'));
    const files = (await readdir('src', { recursive: true })).map((name) => `src/${name}`).filter((name) => name.endsWith('.ts') && !skipped.test(name));
    const impure = await Promise.all(
      files.map(async (name) => /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\bprocess\./.test(await readFile(name, 'utf8')) && name),
    );
    expect(impure.filter(Boolean)).toEqual([]);
  });

  it.each([
    ['processor', 25],
    ['controller', 150],
    ['', 300],
  ])('keeps every file «%s» within %i lines', async (role, most) => {
    const files = (await readdir('src', { recursive: true })).filter((name) => name.endsWith(`${role && `.${role}`}.ts`));
    expect(files.length).toBeGreaterThan(10);
    const lengths = await Promise.all(files.map(async (name) => ({ name, lines: (await readFile(join('src', name), 'utf8')).split('\n').length - 1 })));
    expect(lengths.filter(({ lines }) => lines > most)).toEqual([]);
  });
});

describe('architecture rules', () => {
  let folder: string;
  let fired: Violation[];

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'certdesk-architecture-')));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    const files = { ...LEGAL_FILES, ...Object.assign({}, ...PLANTED_VIOLATIONS.map((plant) => plant.files)) as Record<string, string> };
    for (const [name, source] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), source);
    }
    fired = await cruise(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('each have a planted violation', () => {
    expect([...new Set(PLANTED_VIOLATIONS.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
  });

  it.each(PLANTED_VIOLATIONS)('$rule fires: $what', ({ rule, files }) => {
    const own = fired.filter(({ from }) => from in files);
    expect([...new Set(own.map((violation) => violation.rule.name))]).toEqual([rule]);
  });

  it('leave alone what is allowed', () => {
    expect(fired.filter(({ from }) => from in LEGAL_FILES).map(tell)).toEqual([]);
  });
});
