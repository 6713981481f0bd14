import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { alarmEnvironment, alarmFaults, alarmSettings, type AlarmSettings } from './alarm-settings.js';
import type { DeskSettings } from './config-desk.js';
import { isSender, mailboxUrlFault, smtpUrlFault } from './mail-settings.js';
import { serviceDeskEnvironment, serviceDeskFaults, serviceDeskSettings, toldServiceDeskUrl, type ServiceDeskSettings } from './service-desk-settings.js';

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

/** Hops, or what `proxy-addr` takes: addresses, networks and its names of private ranges. */
function isTrustProxy(value: string): boolean {
  if (/^\d+$/.test(value)) return Number(value) >= 1 && Number(value) <= 10;
  return value.split(',').every((part) => {
    const [address = '', bits, ...rest] = part.trim().split('/');
    if (['loopback', 'linklocal', 'uniquelocal'].includes(address)) return bits === undefined;
    return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128)));
  });
}

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
  MAIL_FROM: z.string().refine(isSender, { error: 'нужен один адрес: name@example.ru или «Название <name@example.ru>»; название с запятой — в кавычках' }).optional(),
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
  ...serviceDeskEnvironment,
  /** Whose word about a visitor's address is believed: none, hops (`1`), or addresses and networks of the reverse proxies, separated by commas. */
  TRUST_PROXY: z.string().refine(isTrustProxy, { error: 'допустимо: число посредников (1), loopback или адреса и сети через запятую, например 10.0.0.0/8' }).optional(),
  /** Hours an applicant has before he is reminded of the step that waits for him. */
  REMINDER_HOURS: wholeNumber(1, 24 * 90).default(48),
  /** Cases whose cause is gone after a sync of the directory: proposed to an operator, or ended at once. */
  CLOSING: oneOf('propose', 'resolve').default('propose'),
  /** Whether owners of certificates that end soon are told by mail: 45, 14 and 3 days before. */
  EXPIRY_NOTICES: oneOf('on', 'off').default('off'),
  /** Age in days above which an export of the directory no longer says that somebody is missing from it. */
  DIRECTORY_FRESH_DAYS: wholeNumber(1, 3650).default(45),
  ...alarmEnvironment,
  /** Seconds that what an operator sends stays in the house, so that he can take it back. */
  UNDO_SECONDS: wholeNumber(0, 600).default(15),
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
  /** EDMS of organisations in which drafts of letters are made: YAML or JSON; none = everybody fetches the package. */
  EDMS_FILE: z.string().optional(),
  /** Whether webhooks may go to this machine and to inner networks: `on` where the other systems stand there. */
  WEBHOOK_PRIVATE: oneOf('on', 'off').default('off'),
  /** Days after which a webhook that came there, or was given up, is forgotten. */
  WEBHOOK_KEEP_DAYS: wholeNumber(1, 365).default(30),
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

/**
 * Checked settings of this process; also the injection token under which features ask for them. Those of {@link DeskSettings}
 * follow the desk: read them at use, never keep a copy.
 */
export class Config implements DeskSettings {
  readonly port: number;
  readonly host: string;
  readonly baseUrl: string;
  readonly role: Environment['ROLE'];
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
  agencyEmail!: string;
  agencyAddressee!: string[];
  agencySalutation!: string;
  letterSignatureRequired!: boolean;
  /** The address that people are told. */
  serviceDeskUrl!: string;
  reminderHours!: number;
  closing!: DeskSettings['closing'];
  expiryNotices!: boolean;
  /** What the environment says, and what holds where nobody has changed it in the desk. */
  readonly fromEnvironment: Readonly<DeskSettings>;
  readonly serviceDesk: Environment['SERVICE_DESK'];
  readonly serviceDeskEmail: string;
  /** A desk of others, `null` where tickets stay in the house or go by mail. */
  readonly serviceDeskApi: ServiceDeskSettings | null;
  readonly serviceDeskPollMinutes: number;
  readonly serviceDeskResolved: Environment['SERVICE_DESK_RESOLVED'];
  readonly failover: Environment['FAILOVER'];
  readonly failoverHours: number;
  /** As Fastify takes it. */
  readonly trustProxy: false | number | string;
  readonly directoryFreshDays: number;
  readonly alarms: AlarmSettings;
  readonly undoSeconds: number;
  readonly secretKey: string | null;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  readonly oidc: OidcSettings | null;
  /** Path; holds passwords. */
  readonly edmsFile: string | null;
  readonly webhookPrivate: boolean;
  readonly webhookKeepDays: number;
  readonly workerConcurrency: number;
  readonly logLevel: Environment['LOG_LEVEL'];

  constructor(env: Environment) {
    this.port = env.PORT;
    this.host = env.HOST;
    this.baseUrl = (env.BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
    this.role = env.ROLE;
    this.runsWeb = env.ROLE !== 'worker';
    this.runsWorker = env.ROLE !== 'web';
    this.dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(process.cwd(), env.DATA_DIR);
    this.databaseUrl = env.DATABASE_URL ?? null;
    this.databasePool = env.DATABASE_POOL;
    this.redisUrl = env.REDIS_URL ?? null;
    this.smtpUrl = env.SMTP_URL ?? null;
    this.mailFrom = env.MAIL_FROM ?? `Certdesk <certdesk@${senderHost(this.baseUrl)}>`;
    this.inbox = env.INBOX_URL ? { url: env.INBOX_URL, folder: env.INBOX_FOLDER } : null;
    this.repliesTagged = this.inbox !== null && env.INBOX_TAGS === 'on';
    this.fromEnvironment = {
      agencyEmail: env.AGENCY_EMAIL,
      agencyAddressee: env.AGENCY_ADDRESSEE.split('|').map((line) => line.trim()),
      agencySalutation: env.AGENCY_SALUTATION,
      letterSignatureRequired: env.LETTER_SIGNATURE === 'required',
      serviceDeskUrl: toldServiceDeskUrl(env),
      reminderHours: env.REMINDER_HOURS,
      closing: env.CLOSING,
      expiryNotices: env.EXPIRY_NOTICES === 'on',
    };
    this.override({});
    this.serviceDesk = env.SERVICE_DESK;
    this.serviceDeskEmail = env.SERVICE_DESK_EMAIL;
    this.serviceDeskApi = serviceDeskSettings(env);
    this.serviceDeskPollMinutes = env.SERVICE_DESK_POLL_MINUTES;
    this.serviceDeskResolved = env.SERVICE_DESK_RESOLVED;
    this.failover = env.FAILOVER;
    this.failoverHours = env.FAILOVER_HOURS;
    this.trustProxy = env.TRUST_PROXY === undefined ? false : /^\d+$/.test(env.TRUST_PROXY) ? Number(env.TRUST_PROXY) : env.TRUST_PROXY;
    this.directoryFreshDays = env.DIRECTORY_FRESH_DAYS;
    this.alarms = alarmSettings(env);
    this.undoSeconds = env.UNDO_SECONDS;
    this.secretKey = env.SECRET_KEY ?? null;
    this.adminEmail = env.ADMIN_EMAIL ?? null;
    this.adminPassword = env.ADMIN_PASSWORD ?? null;
    this.oidc =
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID
        ? { issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID, clientSecret: env.OIDC_CLIENT_SECRET ?? null, button: env.OIDC_BUTTON ?? null }
        : null;
    this.edmsFile = env.EDMS_FILE ?? null;
    this.webhookPrivate = env.WEBHOOK_PRIVATE === 'on';
    this.webhookKeepDays = env.WEBHOOK_KEEP_DAYS;
    this.workerConcurrency = env.WORKER_CONCURRENCY;
    this.logLevel = env.LOG_LEVEL;
  }

  /** What the desk says goes before the environment; called by the settings feature whenever that changes. */
  override(values: Partial<DeskSettings>): void {
    Object.assign(this, this.fromEnvironment, values);
  }
}

/** The settings of the service for a command that runs beside it: it takes no jobs. @throws ConfigError as {@link loadConfig}. */
export function loadCommandConfig(): Config {
  return loadConfig({ ...process.env, ROLE: 'web' });
}

/**
 * Reads the settings from the environment (the only place that does).
 * @throws ConfigError with one sentence per fault.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = blankAsAbsent(env);
  const first = environment.safeParse(given);
  if (first.success) {
    const faults = faultsBetween(first.data);
    if (faults.length > 0) throw new ConfigError(faults);
    return new Config(first.data);
  }
  const { issues } = first.error;
  const wrong = [...new Set(issues.map(({ path }) => String(path[0])))];
  // The wrong ones are put aside: what is amiss between the others is said at once too.
  const others = environment.safeParse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.includes(name))));
  const between = others.success ? faultsBetween(others.data).filter((fault) => !wrong.some((name) => fault.includes(name))) : [];
  throw new ConfigError([...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`), ...between]);
}

/** An IPv6 address cannot stand in a sender's address. */
function senderHost(baseUrl: string): string {
  const { hostname } = new URL(baseUrl);
  return hostname.startsWith('[') ? 'localhost' : hostname;
}

/** What does not go together. */
function faultsBetween(env: Environment): string[] {
  const faults: string[] = [];
  const smtp = env.SMTP_URL ? smtpUrlFault(env.SMTP_URL) : null;
  if (smtp) faults.push(`SMTP_URL: ${smtp}`);
  if (env.SMTP_URL && !env.MAIL_FROM) faults.push('MAIL_FROM: укажите адрес отправителя, если задан SMTP_URL');
  if (Boolean(env.ADMIN_EMAIL) !== Boolean(env.ADMIN_PASSWORD)) faults.push('ADMIN_EMAIL: задайте ADMIN_EMAIL и ADMIN_PASSWORD вместе или уберите оба');
  if (Boolean(env.OIDC_ISSUER) !== Boolean(env.OIDC_CLIENT_ID)) faults.push('OIDC_ISSUER: задайте OIDC_ISSUER и OIDC_CLIENT_ID вместе или уберите оба');
  faults.push(...serviceDeskFaults(env), ...alarmFaults(env));
  const inbox = env.INBOX_URL ? mailboxUrlFault(env.INBOX_URL) : null;
  if (inbox) faults.push(`INBOX_URL: ${inbox}`);
  if (env.INBOX_TAGS === 'on' && !env.INBOX_URL) faults.push('INBOX_TAGS: задайте и INBOX_URL, иначе ответы никто не прочитает');
  return faults;
}
