import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { hashPassword } from './accounts/passwords.adapter.js';
import type { Role } from './accounts/policy.js';
import { CaseChangesService } from './cases/case-changes.service.js';
import { CasesService } from './cases/cases.service.js';
import { OperatorActionsService, type Operator } from './cases/operators/operator-actions.service.js';
import { Config, ConfigError, loadConfig } from './config/config.js';
import { dataSourceOptions, migrate } from './data-source.js';
import type { AttemptOutcome } from './delivery/attempt-outcome.js';
import { CHANNELS, type Channels } from './delivery/channels/channels.js';
import { DeliveryRunner } from './delivery/delivery-runner.service.js';
import { snilsKey } from './directory/snils-hash.js';
import { IncidentsService } from './incidents/incidents.service.js';
import { WaveWatchService } from './incidents/wave-watch.service.js';
import { ClockService } from './platform/clock.service.js';
import { loadSecrets, prepareDataDir } from './platform/data-dir.adapter.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.adapter.js';
import { createLogger } from './platform/logger.adapter.js';
import { OutboxService } from './platform/outbox.service.js';
import { StartupError } from './platform/startup-error.js';
import { TemplatesService } from './platform/templates.service.js';
import { oldWaveEnd, planCases } from './seed/case-plans.js';
import { chanceFrom } from './seed/chance.js';
import { DIRECTORY_COLUMNS, inventDirectory } from './seed/directory-rows.js';
import { inventBodies, type InventedBody } from './seed/invented-people.js';
import { StoryTeller } from './seed/story-teller.service.js';
import { setup } from './setup.js';

/** Organisations that the cases come from. */
const BODIES = 42;
/** Users in the invented directory. */
const USERS = 600;
const HOUR_MS = 3_600_000;

const PEOPLE: readonly { email: string; fullName: string; role: Role }[] = [
  { email: 'petrova@example.ru', fullName: 'Петрова Анна Ильинична', role: 'operator' },
  { email: 'kim@example.ru', fullName: 'Ким Олег Сергеевич', role: 'operator' },
  { email: 'admin@example.ru', fullName: 'Северова Дарья Павловна', role: 'administrator' },
];

const words = new TemplatesService();
const say = (key: string, params: object = {}): void => void process.stdout.write(`${words.message(`seed.${key}`, params)}\n`);

/** Fills an empty database with a desk that has worked for two months. */
async function seed(config: Config, databaseUrl: string, secretKey: string): Promise<void> {
  await migrate(databaseUrl, config.redisUrl);
  await mustBeEmpty(databaseUrl);
  // A process that serves nobody and takes no jobs.
  const quiet = Object.assign(Object.create(Config.prototype) as Config, config, { runsWeb: false, runsWorker: false, adminEmail: null, adminPassword: null });
  const app = await setup({ config: quiet, databaseUrl, secretKey }, createLogger('fatal'));
  try {
    await app.init();
    const get = <T>(token: abstract new (...args: never[]) => T): T => app.get<T>(token, { strict: false });
    const dataSource = get(DataSource);
    const now = new Date();
    let clock = now;
    get(ClockService).now = () => clock;
    get(OutboxService).handOver = () => undefined;
    let outcome: AttemptOutcome = { kind: 'accepted', externalId: null };
    for (const channel of Object.values(app.get<Channels>(CHANNELS, { strict: false }))) channel.deliver = async () => outcome;
    const { operators, passwords } = await makeAccounts(dataSource, now);
    const chance = chanceFrom(2026);
    const [first, ...rest] = inventBodies(BODIES, chance);
    const bodies: [InventedBody, ...InventedBody[]] = [first as InventedBody, ...rest];
    const tools = {
      cases: get(CasesService), actions: get(OperatorActionsService), changes: get(CaseChangesService), runner: get(DeliveryRunner), dataSource,
      setClock: (at: Date) => void (clock = at),
      setOutcome: (next: AttemptOutcome) => void (outcome = next),
    };
    const teller = new StoryTeller(tools, bodies, operators, chance, now);
    const plans = planCases(now, chance);
    for (const [index, plan] of plans.entries()) {
      await teller.tell(plan);
      if ((index + 1) % 50 === 0) say('progress', { done: index + 1, all: plans.length });
    }
    await fillDirectory(dataSource, inventDirectory(USERS, bodies, secretKey, now, chance), secretKey, now);
    const [watch, incidents] = [get(WaveWatchService), get(IncidentsService)];
    clock = oldWaveEnd(now);
    await watch.look();
    clock = new Date(clock.getTime() + 5 * HOUR_MS);
    for (const { id, version } of await incidents.open()) await incidents.close(id, { note: words.message('seed.closedNote'), version }, operators[0].accountId);
    clock = now;
    await watch.look();
    // What the services owe for the past — reminders, mails — is owed to people who do not exist.
    await dataSource.query('DELETE FROM outbox');
    await dataSource.query('SELECT overview_compact()');
    say('done', { cases: plans.length, users: USERS });
    for (const { email, role } of PEOPLE) say('account', { email, password: passwords.get(email), administrator: role === 'administrator' });
    say('totp', { url: `${config.baseUrl}/desk` });
  } finally {
    await app.close();
  }
}

/** One version of the directory, a day old. */
async function fillDirectory(dataSource: DataSource, rows: readonly unknown[][], secretKey: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 24 * HOUR_MS);
  const [version] = await dataSource.query<{ id: number }[]>(
    "INSERT INTO directory_versions (state, source, file_name, snils_key, created_at, as_of) VALUES ('loading', 'file', $1, $2, $3, $3) RETURNING id",
    [words.message('seed.directoryFile'), snilsKey(secretKey), since],
  );
  const id = version?.id ?? 0;
  await dataSource.query('SELECT directory_open_version($1)', [id]);
  const places = ['$1', ...DIRECTORY_COLUMNS.map((_, index) => `$${index + 2}`)].join(', ');
  for (const row of rows) await dataSource.query(`INSERT INTO directory_users_${id} (version_id, ${DIRECTORY_COLUMNS.join(', ')}) VALUES (${places})`, [id, ...row]);
  await dataSource.query('SELECT directory_attach_version($1, $2)', [id, since]);
  await dataSource.query('SELECT directory_activate_version($1, $2)', [id, since]);
}

async function mustBeEmpty(url: string): Promise<void> {
  const source = await new DataSource(dataSourceOptions(url, 1)).initialize();
  try {
    const [row] = await source.query<{ filled: boolean }[]>('SELECT EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM accounts) AS filled');
    if (row?.filled) throw new StartupError(words.message('seed.notEmpty'));
  } finally {
    await source.destroy();
  }
}

async function makeAccounts(dataSource: DataSource, now: Date): Promise<{ operators: [Operator, ...Operator[]]; passwords: Map<string, string> }> {
  const passwords = new Map<string, string>();
  const since = new Date(now.getTime() - 24 * HOUR_MS);
  const made: (Operator & { role: Role })[] = [];
  for (const { email, fullName, role } of PEOPLE) {
    const password = randomBytes(12).toString('base64url');
    const accountId = randomUUID();
    passwords.set(email, password);
    made.push({ kind: 'operator', accountId, name: fullName, role });
    await dataSource.query('INSERT INTO accounts (id, email, full_name, role, password_hash, activated_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $6)', [
      accountId, email, fullName, role, await hashPassword(password), since,
    ]);
  }
  const operators = made.filter(({ role }) => role === 'operator').map(({ kind, accountId, name }) => ({ kind, accountId, name }));
  return { operators: operators as [Operator, ...Operator[]], passwords };
}

let database: EmbeddedPostgres | undefined;
let code = 0;
try {
  const config = loadConfig();
  if (config.smtpUrl !== null) throw new StartupError(words.message('seed.smtp'));
  await prepareDataDir(config.dataDir);
  const secrets = await loadSecrets(config.dataDir);
  if (config.databaseUrl === null) database = await startEmbeddedPostgres(config.dataDir, secrets.databasePassword);
  await seed(config, config.databaseUrl ?? database?.url ?? '', config.secretKey ?? secrets.secretKey);
} catch (error) {
  code = 1;
  const isPlain = error instanceof StartupError || error instanceof ConfigError;
  process.stderr.write(`${isPlain ? error.message : words.message('seed.unexpected', { message: (error as Error).stack ?? String(error) })}\n`);
} finally {
  await database?.stop();
}
process.exit(code);
