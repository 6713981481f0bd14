import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** Thrown with every fault of the environment at once; `faults` are Russian sentences for the administrator. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
  }
}

const blankAsAbsent = (env: Record<string, string | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.trim() || undefined]));

const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(firstHostOnly(value)) && protocols.includes(new URL(firstHostOnly(value)).protocol), {
    error: `нужен адрес вида ${protocols.map((protocol) => `${protocol}//…`).join(' или ')}`,
  });

/** `redis+sentinel://a:1,b:2/name` is no URL for `URL`; its first host is enough to check the form. */
function firstHostOnly(value: string): string {
  return value.replace(/,[^/@]*(?=\/|$)/, '');
}

const oneOf = <const T extends string>(...values: [T, ...T[]]) => z.enum(values, { error: `допустимо: ${values.join(', ')}` });
const mailbox = z.email({ error: 'нужен адрес почты вида name@example.ru' });
const wholeNumber = (min: number, max: number) =>
  z.coerce.number({ error: 'нужно число' }).int({ error: 'нужно целое число' }).min(min, { error: `не меньше ${min}` }).max(max, { error: `не больше ${max}` });

const environment = z.object({
  /** TCP port of the web server; 0 takes any free one. */
  PORT: wholeNumber(0, 65535).default(3000),
  /** Address the web server listens on. */
  HOST: z.string().default('0.0.0.0'),
  /** Address at which people reach the service, without a slash at the end; goes into links and mails. */
  BASE_URL: url('http:', 'https:').optional(),
  /** What this process does. */
  ROLE: oneOf('all', 'web', 'worker').default('all'),
  /** Folder for the embedded database, captured mail and secrets made at first start. */
  DATA_DIR: z.string().default('./var'),
  /** PostgreSQL; none = the embedded server in DATA_DIR. */
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  /** Connections this process may hold to PostgreSQL for its own queries. */
  DATABASE_POOL: wholeNumber(2, 200).default(10),
  /** Redis for the queues; none = BullMQ on PostgreSQL. Also `redis+sentinel://h1:26379,h2:26379/name` and `redis+cluster://h1:7000,h2:7001`. */
  REDIS_URL: url('redis:', 'rediss:', 'redis+sentinel:', 'rediss+sentinel:', 'redis+cluster:', 'rediss+cluster:').optional(),
  /** Outgoing mail; none = captured in DATA_DIR/mail, nothing leaves the machine. */
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  /** Sender of all mail; obligatory with SMTP_URL. */
  MAIL_FROM: z.string().optional(),
  /** Mailbox in which answers and bounces are read: `imaps://user:password@host` or `imap://…`; none = nothing is read. */
  INBOX_URL: url('imap:', 'imaps:').optional(),
  /** Folder of that mailbox. */
  INBOX_FOLDER: z.string().default('INBOX'),
  /** `on`: answers are asked for at `name+<case>.<signature>@domain` of MAIL_FROM; only if the mail server delivers such addresses. */
  INBOX_TAGS: oneOf('on', 'off').default('off'),
  /** Mailbox of the Department: where letters go. */
  AGENCY_EMAIL: mailbox.default('goszakaz@72to.ru'),
  /** Whom letters are addressed to, in the dative, lines separated by «|»; a fixed text, never declined. */
  AGENCY_ADDRESSEE: z.string().default('Начальнику Управления|государственных закупок|Тюменской области|С.Н. Панкову'),
  /** First words of the letter. */
  AGENCY_SALUTATION: z.string().default('Уважаемый Сергей Николаевич!'),
  /** Whether the e-mail waits for a scan of the signed letter. */
  LETTER_SIGNATURE: oneOf('required', 'optional').default('required'),
  /** Where tickets go: the own desk or a mailbox. */
  SERVICE_DESK: oneOf('builtin', 'email').default('builtin'),
  SERVICE_DESK_EMAIL: mailbox.default('sd@72to.ru'),
  /** The service desk's address that people are told. */
  SERVICE_DESK_URL: url('http:', 'https:').default('https://sd.72to.ru'),
  /** Hours an applicant has before he is reminded of the step that waits for him. */
  REMINDER_HOURS: wholeNumber(1, 24 * 90).default(48),
  /** Key from which access keys are made, at least 32 characters; the same on all machines. None = made in DATA_DIR at first start. */
  SECRET_KEY: z.string().min(32, { error: 'не короче 32 знаков' }).optional(),
  /** First administrator, made at start unless somebody has this e-mail; none = a one-time sign-in link on the console. */
  ADMIN_EMAIL: mailbox.optional(),
  /** His first password, at least 12 characters; never overwrites one that was set later. */
  ADMIN_PASSWORD: z.string().min(12, { error: 'не короче 12 знаков' }).max(200, { error: 'не длиннее 200 знаков' }).optional(),
  /** Single sign-on for the desk: address of the OpenID Connect provider; none = passwords only. */
  OIDC_ISSUER: url('https:', 'http:').optional(),
  /** Our name at the provider; its redirect address is BASE_URL/desk/oidc/return. */
  OIDC_CLIENT_ID: z.string().optional(),
  /** Our secret at the provider; none = a public client (PKCE only). */
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** Words on the button of the sign-in page. */
  OIDC_BUTTON: z.string().max(60, { error: 'не длиннее 60 знаков' }).optional(),
  /** Jobs one worker process does at once. */
  WORKER_CONCURRENCY: wholeNumber(1, 100).default(8),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent').default('info'),
});

type Environment = z.output<typeof environment>;

/** How to reach the provider of single sign-on. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  button: string | null;
}

/** Checked settings of this process; also the injection token under which features ask for them. */
export class Config {
  readonly port: number;
  readonly host: string;
  readonly baseUrl: string;
  readonly runsWeb: boolean;
  readonly runsWorker: boolean;
  /** Absolute path. */
  readonly dataDir: string;
  /** `null` = embedded PostgreSQL in {@link dataDir}. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  readonly redisUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** `null` = nothing that comes back by mail is read. */
  readonly inbox: { url: string; folder: string } | null;
  readonly repliesTagged: boolean;
  readonly agencyEmail: string;
  readonly agencyAddressee: string[];
  readonly agencySalutation: string;
  readonly letterSignatureRequired: boolean;
  readonly serviceDesk: 'builtin' | 'email';
  readonly serviceDeskEmail: string;
  readonly serviceDeskUrl: string;
  readonly reminderHours: number;
  readonly secretKey: string | null;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  readonly oidc: OidcSettings | null;
  readonly workerConcurrency: number;
  readonly logLevel: Environment['LOG_LEVEL'];

  constructor(env: Environment) {
    this.port = env.PORT;
    this.host = env.HOST;
    this.baseUrl = (env.BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
    this.runsWeb = env.ROLE !== 'worker';
    this.runsWorker = env.ROLE !== 'web';
    this.dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(process.cwd(), env.DATA_DIR);
    this.databaseUrl = env.DATABASE_URL ?? null;
    this.databasePool = env.DATABASE_POOL;
    this.redisUrl = env.REDIS_URL ?? null;
    this.smtpUrl = env.SMTP_URL ?? null;
    this.mailFrom = env.MAIL_FROM ?? `Certdesk <certdesk@${new URL(this.baseUrl).hostname}>`;
    this.inbox = env.INBOX_URL ? { url: env.INBOX_URL, folder: env.INBOX_FOLDER } : null;
    this.repliesTagged = this.inbox !== null && env.INBOX_TAGS === 'on';
    this.agencyEmail = env.AGENCY_EMAIL;
    this.agencyAddressee = env.AGENCY_ADDRESSEE.split('|').map((line) => line.trim());
    this.agencySalutation = env.AGENCY_SALUTATION;
    this.letterSignatureRequired = env.LETTER_SIGNATURE === 'required';
    this.serviceDesk = env.SERVICE_DESK;
    this.serviceDeskEmail = env.SERVICE_DESK_EMAIL;
    this.serviceDeskUrl = env.SERVICE_DESK_URL;
    this.reminderHours = env.REMINDER_HOURS;
    this.secretKey = env.SECRET_KEY ?? null;
    this.adminEmail = env.ADMIN_EMAIL ?? null;
    this.adminPassword = env.ADMIN_PASSWORD ?? null;
    this.oidc =
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID
        ? { issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID, clientSecret: env.OIDC_CLIENT_SECRET ?? null, button: env.OIDC_BUTTON ?? null }
        : null;
    this.workerConcurrency = env.WORKER_CONCURRENCY;
    this.logLevel = env.LOG_LEVEL;
  }
}

/**
 * Reads the settings from the environment (the only place that does).
 * @throws ConfigError with one sentence per fault.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = environment.safeParse(blankAsAbsent(env));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const faults: string[] = [];
  if (parsed.data.SMTP_URL && !parsed.data.MAIL_FROM) faults.push('MAIL_FROM: укажите адрес отправителя, если задан SMTP_URL');
  if (Boolean(parsed.data.ADMIN_EMAIL) !== Boolean(parsed.data.ADMIN_PASSWORD)) faults.push('ADMIN_EMAIL: задайте ADMIN_EMAIL и ADMIN_PASSWORD вместе или уберите оба');
  if (Boolean(parsed.data.OIDC_ISSUER) !== Boolean(parsed.data.OIDC_CLIENT_ID)) faults.push('OIDC_ISSUER: задайте OIDC_ISSUER и OIDC_CLIENT_ID вместе или уберите оба');
  if (parsed.data.INBOX_URL && !new URL(parsed.data.INBOX_URL).username) faults.push('INBOX_URL: укажите имя и пароль, imaps://имя:пароль@сервер');
  if (parsed.data.INBOX_TAGS === 'on' && !parsed.data.INBOX_URL) faults.push('INBOX_TAGS: задайте и INBOX_URL, иначе ответы никто не прочитает');
  if (faults.length > 0) throw new ConfigError(faults);
  return new Config(parsed.data);
}
