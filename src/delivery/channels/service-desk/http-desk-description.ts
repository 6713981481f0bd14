import Handlebars from 'handlebars';
import { z } from 'zod';
import { TICKET_STATES } from './service-desk.js';

const template = z.string().min(1, { error: 'пусто' });
const path = template.regex(/^\//, { error: 'путь начинается с /' });
const method = z.enum(['GET', 'POST', 'PUT', 'PATCH'], { error: 'допустимо: GET, POST, PUT, PATCH' });
const place = z.string().regex(/^[\p{L}\p{N}_$@-]*(\.[\p{L}\p{N}_$@-]+)*$/u, { error: 'нужен путь вида data.id' });
/** An answer that means something else than its status says; the first that fits. `has`: a part of the answer's text. */
const meaning = z.strictObject({
  status: z.number({ error: 'нужно число' }).int().min(200).max(599).optional(),
  has: z.string().min(1).optional(),
  means: z.enum(['refused', 'deferred', 'uncertain'], { error: 'допустимо: refused, deferred, uncertain' }),
});
const request = {
  method,
  path,
  headers: z.record(z.string(), template).optional(),
  json: template.optional(),
  form: z.record(z.string(), template).optional(),
  answers: z.array(meaning).default([]),
};

const description = z.strictObject({
  headers: z.record(z.string(), template).default({}),
  find: z.strictObject({ ...request, list: place, id: place, text: place.optional() }),
  create: z.strictObject({ ...request, id: place, holdsFiles: z.boolean().default(false) }),
  state: z.strictObject({ ...request, state: place }),
  comment: z.strictObject(request),
  attach: z.strictObject({ ...request, file: template.optional() }).optional(),
  attached: z.strictObject({ ...request, list: place, name: place }).optional(),
  comments: z.strictObject({ ...request, list: place, id: place, text: place, author: place.optional(), ours: z.string().optional() }).optional(),
  states: z.record(z.string(), z.enum(TICKET_STATES, { error: `допустимо: ${TICKET_STATES.join(', ')}` })),
  page: template.optional(),
});

/** An unknown portal, described by its administrator (`SERVICE_DESK_FILE`). */
export type HttpDeskDescription = z.output<typeof description>;
/** One request of it. */
export type DescribedRequest = HttpDeskDescription['comment'];

const handlebars = Handlebars.create();
/** Strict templates do not look at what helpers get. */
const known = (value: unknown): unknown => {
  if (value === undefined) throw new Error('неизвестное имя в {{json …}} или {{url …}}');
  return value;
};
handlebars.registerHelper('json', (value: unknown) => JSON.stringify(known(value)));
handlebars.registerHelper('url', (value: unknown) => encodeURIComponent(String(known(value))));

/** A template with values put in; an unknown name throws. */
export function fill(source: string, context: object): string {
  return handlebars.compile(source, { noEscape: true, strict: true })(context);
}

const SAMPLE_FILE = { name: 'файл.zip', type: 'application/zip', base64: 'AA==' };
/** One of everything that a template may name. */
const SAMPLE = {
  token: 'token',
  queue: 'queue',
  caseNumber: '2026-000001',
  subject: 'Тема «с кавычками" и \\',
  text: 'Две\nстроки',
  contact: { fullName: 'Имя', phone: '+7', email: 'a@example.ru' },
  files: [SAMPLE_FILE],
  file: SAMPLE_FILE,
  id: '1',
};

/**
 * Checks a description that was read from a file: its form, and that each template can be filled and gives JSON where it
 * must. `faults` are Russian sentences, all at once.
 */
export function checkDescription(value: unknown): { description: HttpDeskDescription } | { faults: string[] } {
  const parsed = description.safeParse(value);
  if (!parsed.success) return { faults: parsed.error.issues.map(sentence) };
  const { create, attach } = parsed.data;
  const faults = templatesOf(parsed.data).flatMap(({ at, source, isJson }) => templateFault(at, source, isJson));
  if (!create.holdsFiles && !attach) faults.push('attach: опишите, как приложить файл, или включите файлы в create и напишите create.holdsFiles: true');
  return faults.length > 0 ? { faults } : { description: parsed.data };
}

function sentence({ path: at, code, message }: z.core.$ZodIssue): string {
  const words: Record<string, string> = { invalid_type: 'не указано или не того вида', unrecognized_keys: 'неизвестное имя' };
  return `${at.join('.') || 'файл'}: ${words[code] ?? message}${code === 'unrecognized_keys' ? ` (${message})` : ''}`;
}

interface Template {
  at: string;
  source: string;
  isJson: boolean;
}

function templatesOf(all: HttpDeskDescription): Template[] {
  const plain = (at: string, source: string): Template => ({ at, source, isJson: false });
  const record = (at: string, values: Record<string, string> | undefined): Template[] => Object.entries(values ?? {}).map(([name, source]) => plain(`${at}.${name}`, source));
  const requests = Object.entries({ find: all.find, create: all.create, state: all.state, comment: all.comment, attach: all.attach, attached: all.attached, comments: all.comments });
  return [
    ...record('headers', all.headers),
    ...(all.page ? [plain('page', all.page)] : []),
    ...requests.flatMap(([name, described]) =>
      described === undefined
        ? []
        : [
            plain(`${name}.path`, described.path),
            ...record(`${name}.headers`, described.headers),
            ...record(`${name}.form`, described.form),
            ...(described.json ? [{ at: `${name}.json`, source: described.json, isJson: true }] : []),
          ],
    ),
  ];
}

function templateFault(at: string, source: string, isJson: boolean): string[] {
  try {
    const filled = fill(source, SAMPLE);
    if (isJson) JSON.parse(filled);
    return [];
  } catch (error) {
    const message = (error as Error).message.split('\n')[0] ?? '';
    const unreadable = message.startsWith('Parse error') ? 'шаблон не читается; между {{…}} и следующей скобкой } нужен пробел' : message;
    return [`${at}: ${error instanceof SyntaxError ? 'получается не JSON; значения подставляйте так: {{json subject}}' : unreadable}`];
  }
}

/** The value at a place like `data.0.id`; `''` is the answer itself. */
export function valueAt(answer: unknown, at: string): unknown {
  return at === '' ? answer : at.split('.').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), answer);
}
