import { z } from 'zod';

const SERVICE_DESK_PRESETS = ['rt', 'redmine', 'naumen', 'glpi', 'zammad', 'http'] as const;

/** A service desk of others that tickets can go to; `http` is described by a file. */
export type ServiceDeskPreset = (typeof SERVICE_DESK_PRESETS)[number];

/** How to reach the service desk of others. Holds secrets: only `preset`, `url` and `queue` may be shown. */
export interface ServiceDeskSettings {
  preset: ServiceDeskPreset;
  /** Without a slash at the end, without name, password and query. */
  url: string;
  token: string;
  /** GLPI's second token. */
  appToken: string | null;
  /** Queue (RT), project (Redmine), type (Naumen), category (GLPI), group (Zammad). */
  queue: string;
  /** The desk's field that holds the case number; `null`: the subject is searched. */
  caseField: string | null;
  /** What the desk demands besides, as it stands in the request that makes a ticket. */
  fields: Record<string, unknown>;
  /** The desk's words for states, lower case, and what they mean. */
  states: Record<string, 'open' | 'waiting' | 'resolved' | 'rejected'>;
  timeoutMs: number;
  /** Path of the description for `http`. */
  file: string | null;
}

const wholeNumber = (min: number, max: number) =>
  z.coerce.number({ error: 'нужно число' }).int({ error: 'нужно целое число' }).min(min, { error: `не меньше ${min}` }).max(max, { error: `не больше ${max}` });

/** JSON written into a variable. */
function json<T extends z.ZodType>(schema: T, error: string) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: error });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** Variables of the service desk; part of the environment's schema. */
export const serviceDeskEnvironment = {
  /** Where tickets go: the own desk, a mailbox, or a desk of others. */
  SERVICE_DESK: z.enum(['builtin', 'email', ...SERVICE_DESK_PRESETS], { error: `допустимо: builtin, email, ${SERVICE_DESK_PRESETS.join(', ')}` }).default('builtin'),
  SERVICE_DESK_EMAIL: z.email({ error: 'нужен адрес почты вида name@example.ru' }).default('sd@72to.ru'),
  /** Address of the desk's interface for a preset; with `builtin` and `email` the address that people are told. */
  SERVICE_DESK_URL: z
    .string()
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), { error: 'нужен адрес вида https://… или http://…' })
    .optional(),
  /** The service desk's address that people are told; none = the site of SERVICE_DESK_URL. */
  SERVICE_DESK_PUBLIC_URL: z
    .string()
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), { error: 'нужен адрес вида https://… или http://…' })
    .optional(),
  /** Our key at the desk. */
  SERVICE_DESK_TOKEN: z.string().optional(),
  /** GLPI's application token, if its server demands one. */
  SERVICE_DESK_APP_TOKEN: z.string().optional(),
  /** Queue (RT), project (Redmine), type of request (Naumen), number of the category (GLPI), group (Zammad). */
  SERVICE_DESK_QUEUE: z.string().max(100, { error: 'не длиннее 100 знаков' }).optional(),
  /** The desk's field that holds the case number; none = the subject is searched. */
  SERVICE_DESK_CASE_FIELD: z.string().regex(/^[\p{L}\p{N} ._-]{1,60}$/u, { error: 'нужно имя или номер поля без кавычек и скобок' }).optional(),
  /** More fields for a new ticket, a JSON object as the desk wants it. */
  SERVICE_DESK_FIELDS: json(z.record(z.string(), z.unknown(), { error: 'нужен объект JSON вида {"поле": "значение"}' }), 'нужен объект JSON вида {"поле": "значение"}').optional(),
  /** What the desk's own states mean, a JSON object. */
  SERVICE_DESK_STATES: json(
    z.record(z.string(), z.enum(['open', 'waiting', 'resolved', 'rejected'], { error: 'допустимо: open, waiting, resolved, rejected' }), { error: 'нужен объект JSON вида {"Закрыта": "resolved"}' }),
    'нужен объект JSON вида {"Закрыта": "resolved"}',
  ).optional(),
  /** Description of the desk for `http`: YAML or JSON. */
  SERVICE_DESK_FILE: z.string().optional(),
  /** Seconds one request to the desk may take. */
  SERVICE_DESK_TIMEOUT: wholeNumber(1, 120).default(30),
  /** How often a fresh ticket's state is asked for, in minutes; later more seldom. */
  SERVICE_DESK_POLL_MINUTES: wholeNumber(1, 1440).default(5),
  /** What a ticket that was resolved makes of its case: an operator looks at it, or it is resolved too. */
  SERVICE_DESK_RESOLVED: z.enum(['operator', 'resolve'], { error: 'допустимо: operator, resolve' }).default('operator'),
  /** Who takes the other way when a delivery has failed: an operator is offered it, or the service does. */
  FAILOVER: z.enum(['offer', 'automatic'], { error: 'допустимо: offer, automatic' }).default('offer'),
  /** Hours without success after which the other way is offered or taken. */
  FAILOVER_HOURS: wholeNumber(1, 72).default(24),
};

type ServiceDeskEnvironment = z.output<z.ZodObject<typeof serviceDeskEnvironment>>;

const isPreset = (desk: ServiceDeskEnvironment['SERVICE_DESK']): desk is ServiceDeskPreset => desk !== 'builtin' && desk !== 'email';
/** `queue` may be missing where the desk has a default of its own. */
const QUEUE_WORDS: Partial<Record<ServiceDeskPreset, string>> = { rt: 'очередь RT', redmine: 'идентификатор проекта Redmine', naumen: 'тип заявки Naumen', zammad: 'группу Zammad' };

/** What is missing or does not fit together, one sentence each. */
export function serviceDeskFaults(env: ServiceDeskEnvironment): string[] {
  const desk = env.SERVICE_DESK;
  if (!isPreset(desk)) return [];
  const faults: string[] = [];
  if (!env.SERVICE_DESK_URL) faults.push(`SERVICE_DESK_URL: укажите адрес сервера при SERVICE_DESK=${desk}`);
  else if (hasExtras(env.SERVICE_DESK_URL)) faults.push('SERVICE_DESK_URL: уберите из адреса имя, пароль и всё после «?» или «#»; ключ задают в SERVICE_DESK_TOKEN');
  if (!env.SERVICE_DESK_TOKEN && desk !== 'http') faults.push(`SERVICE_DESK_TOKEN: укажите ключ доступа при SERVICE_DESK=${desk}`);
  const queue = QUEUE_WORDS[desk];
  if (queue && !env.SERVICE_DESK_QUEUE) faults.push(`SERVICE_DESK_QUEUE: укажите ${queue}`);
  if (desk === 'glpi' && env.SERVICE_DESK_QUEUE && !/^\d+$/.test(env.SERVICE_DESK_QUEUE)) faults.push('SERVICE_DESK_QUEUE: для GLPI нужен номер категории');
  if (desk === 'redmine' && env.SERVICE_DESK_CASE_FIELD && !/^\d+$/.test(env.SERVICE_DESK_CASE_FIELD)) faults.push('SERVICE_DESK_CASE_FIELD: для Redmine нужен номер настраиваемого поля');
  if (desk === 'naumen' && !env.SERVICE_DESK_CASE_FIELD) faults.push('SERVICE_DESK_CASE_FIELD: укажите код атрибута Naumen, в котором хранится номер обращения');
  if (desk === 'http' && !env.SERVICE_DESK_FILE) faults.push('SERVICE_DESK_FILE: укажите файл с описанием портала при SERVICE_DESK=http');
  return faults;
}

/** How to reach the desk of others, `null` where there is none. */
export function serviceDeskSettings(env: ServiceDeskEnvironment): ServiceDeskSettings | null {
  const preset = env.SERVICE_DESK;
  if (!isPreset(preset)) return null;
  return {
    preset,
    url: (env.SERVICE_DESK_URL ?? '').replace(/\/+$/, ''),
    token: env.SERVICE_DESK_TOKEN ?? '',
    appToken: env.SERVICE_DESK_APP_TOKEN ?? null,
    queue: env.SERVICE_DESK_QUEUE ?? '',
    caseField: env.SERVICE_DESK_CASE_FIELD ?? null,
    fields: env.SERVICE_DESK_FIELDS ?? {},
    states: Object.fromEntries(Object.entries(env.SERVICE_DESK_STATES ?? {}).map(([word, state]) => [word.trim().toLowerCase(), state])),
    timeoutMs: env.SERVICE_DESK_TIMEOUT * 1000,
    file: env.SERVICE_DESK_FILE ?? null,
  };
}

/** The address that people are told. */
export function toldServiceDeskUrl(env: ServiceDeskEnvironment): string {
  if (env.SERVICE_DESK_PUBLIC_URL) return env.SERVICE_DESK_PUBLIC_URL;
  if (!env.SERVICE_DESK_URL) return 'https://sd.72to.ru';
  return isPreset(env.SERVICE_DESK) ? new URL(env.SERVICE_DESK_URL).origin : env.SERVICE_DESK_URL;
}

function hasExtras(address: string): boolean {
  const { username, password, search, hash } = new URL(address);
  return [username, password, search, hash].some((part) => part !== '');
}
