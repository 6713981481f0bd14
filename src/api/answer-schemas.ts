import { z } from 'zod';
import { BATCH_KINDS, type BatchKind } from '../batches/batch-kind.js';
import { CATEGORIES } from '../triage/verdict.js';

const instant = z.iso.datetime();
const nullable = z.string().nullable();

/** Answer of `POST certificates/inspect`. */
export const certificateSchema = z.strictObject({
  subject: z.strictObject({
    commonName: nullable,
    surname: nullable,
    givenName: nullable,
    title: nullable,
    organization: nullable,
    snilsTail: z.string().length(3).nullable(),
    inn: nullable,
    innLegal: nullable,
    ogrn: nullable,
    ogrnip: nullable,
    email: nullable,
  }),
  issuer: z.string(),
  serialNumber: z.string(),
  thumbprint: z.string().regex(/^[0-9A-F]{40}$/),
  notBefore: instant,
  notAfter: instant,
  keyAlgorithm: z.string(),
  validity: z.enum(['valid', 'expired', 'not-yet-valid']),
  warnings: z.array(z.strictObject({ code: z.string(), field: nullable, message: z.string() })),
});

/** Answer of `POST triage`, and part of a case. */
export const verdictSchema = z.strictObject({
  ruleId: nullable,
  ruleVersion: z.int().nullable(),
  category: z.enum(CATEGORIES).nullable(),
  route: z.enum(['self-help', 'letter-edms', 'letter-email', 'service-desk', 'operator']).nullable(),
  reasons: z.array(z.string()),
  nextSteps: z.array(z.string()),
  missing: z.array(z.string()),
  questions: z.array(z.strictObject({ path: z.string(), text: z.string(), hint: z.string().optional() })),
});

const deliverySchema = z.strictObject({
  id: z.uuid(),
  channel: z.enum(['email', 'service-desk', 'edms-package', 'notice']),
  destination: z.string(),
  state: z.enum(['pending', 'sending', 'sent', 'uncertain', 'failed', 'cancelled']),
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  sentAt: instant.nullable(),
  receipt: z.enum(['sent', 'captured', 'builtin']).nullable(),
  externalId: nullable,
  failure: nullable,
  sentence: z.string(),
});

/** Answer of `GET cases/{number}` and of every change to a case. */
export const caseSchema = z.strictObject({
  number: z.string().regex(/^\d{4}-\d{6,}$/),
  statusUrl: z.url(),
  status: z.enum([
    'self-help',
    'awaiting-operator',
    'awaiting-signed-letter',
    'queued',
    'sent',
    'delivery-problem',
    'awaiting-applicant',
    'resolved',
    'closed',
    'cancelled',
  ]),
  createdAt: instant,
  /** The case that this one was joined to; `statusUrl` only where it is the same contact's. */
  mergedInto: z.strictObject({ number: z.string(), statusUrl: z.url().nullable() }).optional(),
  /** Cases that the letter is for; left out when it is for this one alone. */
  letterFor: z.array(z.strictObject({ number: z.string(), statusUrl: z.url() })).optional(),
  certificate: certificateSchema,
  verdict: verdictSchema,
  deliveries: z.array(deliverySchema),
  timeline: z.array(z.strictObject({ at: instant, event: z.string(), actor: z.enum(['applicant', 'operator', 'service']), text: z.string() })),
  links: z.strictObject({
    self: z.url(),
    letterPdf: z.url().optional(),
    letterDocx: z.url().optional(),
    certificateArchive: z.url(),
    edmsPackage: z.url().optional(),
  }),
});

/** Answer of `POST cases`: the only one with the key. */
export const createdCaseSchema = caseSchema.extend({ accessKey: z.string().length(43) });

/** Every error (RFC 9457); `errors` with 422, `kind` when a file was refused. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  kind: z.string().optional(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

/** Answer of `GET /health/ready`. */
export const healthSchema = z.strictObject({ healthy: z.boolean(), issues: z.array(z.string()), actions: z.array(z.string()) });

const count = z.int();

/** Answer of `PUT directory` and of what became of it. */
export const directoryImportSchema = z.strictObject({
  id: z.uuid(),
  state: z.enum(['loading', 'waiting', 'applied', 'failed', 'cancelled', 'discarded']),
  rows: z.strictObject({ taken: count, refused: count, total: count.nullable() }),
  differences: z.strictObject({ before: count, after: count, added: count, changed: count, blocked: count, unblocked: count, gone: count }).nullable(),
  warnings: z.array(z.strictObject({ code: z.enum(['gone', 'changed', 'blocked', 'refused', 'empty', 'older']), percent: z.number() })),
  failure: nullable,
  statusUrl: z.url(),
});

const kind = z.enum(BATCH_KINDS as [BatchKind, ...BatchKind[]]);
const taskState = z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']);

/** Answer of `POST batches`, `GET batches/{id}` and `POST batches/{id}/cases`. */
export const batchSchema = z.strictObject({
  id: z.uuid(),
  state: taskState,
  createdAt: instant,
  progress: z.strictObject({ done: count, failed: count, total: count.nullable() }),
  size: count,
  counts: z.array(z.strictObject({ kind, label: z.string(), count, cases: count })),
  makings: z.array(z.strictObject({ createdAt: instant, requested: count, state: taskState, made: count, failed: count })),
  failure: nullable,
  links: z.strictObject({ self: z.url(), items: z.url(), result: z.url(), letters: z.url(), cases: z.url() }),
});
export type BatchView = z.output<typeof batchSchema>;

const batchItemSchema = z.strictObject({
  place: count,
  kind,
  label: z.string(),
  decided: z.boolean(),
  fileName: nullable,
  row: count.nullable(),
  person: nullable,
  organization: nullable,
  thumbprint: nullable,
  notAfter: nullable,
  ruleId: nullable,
  route: nullable,
  reason: z.string(),
  notes: z.array(z.string()),
  caseNumber: nullable,
});
export type BatchItemView = z.output<typeof batchItemSchema>;

/** Answer of `GET batches/{id}/items`; `next`: the following page. */
export const batchItemsSchema = z.strictObject({ items: z.array(batchItemSchema), next: z.url().nullable() });

/** Parameters of a page of items. */
export const batchPageSchema = z.object({ kind: kind.optional(), after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(100) });

/** What of a batch becomes cases: `places`, or all of `kind`, or all; the rest is the form of a making. */
export const batchChoiceSchema = z.looseObject({ kind: kind.nullish(), places: z.array(z.int().min(1)).min(1).max(10_000).nullish() });
