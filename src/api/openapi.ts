import { z } from 'zod';
import { caseRequestSchema, messageSchema, triageRequestSchema } from '../cases/case-request.js';
import { saidColumnsSchema } from '../batches/batch-columns.js';
import { makingFormSchema } from '../batches/making-form.js';
import { batchChoiceSchema, batchItemsSchema, batchPageSchema, batchSchema, caseSchema, certificateSchema, createdCaseSchema, directoryImportSchema, healthSchema, problemSchema, verdictSchema } from './answer-schemas.js';
import { DIRECTORY_MEDIA_TYPES } from './limits.js';

const file = z.string().meta({ format: 'binary' });

/** One call of the API. `id` names its words in `templates/messages/api.json`. */
export interface ApiCall {
  id: string;
  method: 'get' | 'post' | 'put';
  path: string;
  /** Needs `Authorization: Bearer <accessKey>`. */
  key: boolean;
  /** Needs `Authorization: Bearer <token>` of a program that sends the directory. */
  directoryToken?: boolean;
  /** Parameters of the address; each names its words `parameters.<name>`. */
  query?: Record<string, z.ZodType>;
  idempotencyKey?: boolean;
  body?: { mediaTypes: readonly string[]; schema: z.ZodType };
  answer: { status: number; mediaType: string; schema: z.ZodType };
  /** An answer of the same shape under another status. */
  alsoStatus?: number;
  /** Statuses with a problem document, beside those of {@link problemsOf}. */
  problems: number[];
}

const json = (status: number, schema: z.ZodType): ApiCall['answer'] => ({ status, mediaType: 'application/json', schema });
const binary = (mediaType: string): ApiCall['answer'] => ({ status: 200, mediaType, schema: file });
const form = (shape: z.core.$ZodLooseShape): NonNullable<ApiCall['body']> => ({ mediaTypes: ['multipart/form-data'], schema: z.object(shape) });
const percent = z.number().min(0).max(100);
const body = (schema: z.ZodType): NonNullable<ApiCall['body']> => ({ mediaTypes: ['application/json'], schema });

/** The public contract as data: from it the OpenAPI document and the page /api/docs are made, and end-to-end tests check answers by it. */
export const API_CALLS: ApiCall[] = [
  { id: 'inspect', method: 'post', path: '/api/v1/certificates/inspect', key: false, body: form({ file }), answer: json(200, certificateSchema), problems: [400, 413, 415, 422] },
  { id: 'triage', method: 'post', path: '/api/v1/triage', key: false, body: body(triageRequestSchema), answer: json(200, verdictSchema), problems: [400, 413, 415, 422] },
  {
    id: 'create',
    method: 'post',
    path: '/api/v1/cases',
    key: false,
    idempotencyKey: true,
    body: form({ case: caseRequestSchema, certificate: file, signedLetter: file.optional() }),
    answer: json(201, createdCaseSchema),
    problems: [400, 413, 415, 422],
  },
  { id: 'get', method: 'get', path: '/api/v1/cases/{number}', key: true, answer: json(200, caseSchema), problems: [401, 404] },
  { id: 'letterPdf', method: 'get', path: '/api/v1/cases/{number}/letter.pdf', key: true, answer: binary('application/pdf'), problems: [401, 404] },
  {
    id: 'letterDocx',
    method: 'get',
    path: '/api/v1/cases/{number}/letter.docx',
    key: true,
    answer: binary('application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
    problems: [401, 404],
  },
  { id: 'archive', method: 'get', path: '/api/v1/cases/{number}/certificate.zip', key: true, answer: binary('application/zip'), problems: [401, 404] },
  { id: 'edmsPackage', method: 'get', path: '/api/v1/cases/{number}/edms-package.zip', key: true, answer: binary('application/zip'), problems: [401, 404] },
  {
    id: 'signedLetter',
    method: 'put',
    path: '/api/v1/cases/{number}/signed-letter',
    key: true,
    body: form({ file, signature: file.optional() }),
    answer: json(200, caseSchema),
    problems: [400, 401, 404, 409, 413, 415, 422],
  },
  {
    id: 'message',
    method: 'post',
    path: '/api/v1/cases/{number}/messages',
    key: true,
    body: body(messageSchema),
    answer: json(201, caseSchema),
    problems: [400, 401, 404, 413, 415, 422],
  },
  {
    id: 'directory',
    method: 'put',
    path: '/api/v1/directory',
    key: false,
    directoryToken: true,
    query: { apply: z.literal('auto'), maxGone: percent, maxChanged: percent, maxBlocked: percent, asOf: z.string() },
    body: { mediaTypes: Object.keys(DIRECTORY_MEDIA_TYPES), schema: z.string() },
    answer: json(202, directoryImportSchema),
    problems: [400, 401, 413, 415, 422],
  },
  { id: 'directoryImport', method: 'get', path: '/api/v1/directory/imports/{id}', key: false, directoryToken: true, answer: json(200, directoryImportSchema), problems: [401, 404] },
  {
    id: 'batch',
    method: 'post',
    path: '/api/v1/batches',
    key: false,
    directoryToken: true,
    idempotencyKey: true,
    body: form({ certificates: file.optional(), table: file.optional(), common: triageRequestSchema.optional(), columns: saidColumnsSchema.optional() }),
    answer: json(202, batchSchema),
    problems: [400, 401, 413, 415, 422],
  },
  { id: 'batchGet', method: 'get', path: '/api/v1/batches/{id}', key: false, directoryToken: true, answer: json(200, batchSchema), problems: [401, 404] },
  { id: 'batchItems', method: 'get', path: '/api/v1/batches/{id}/items', key: false, directoryToken: true, query: batchPageSchema.shape, answer: json(200, batchItemsSchema), problems: [401, 404, 422] },
  { id: 'batchResult', method: 'get', path: '/api/v1/batches/{id}/result.xlsx', key: false, directoryToken: true, answer: binary('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'), problems: [401, 404] },
  { id: 'batchLetters', method: 'get', path: '/api/v1/batches/{id}/letters.zip', key: false, directoryToken: true, answer: binary('application/zip'), problems: [401, 404] },
  {
    id: 'batchCases',
    method: 'post',
    path: '/api/v1/batches/{id}/cases',
    key: false,
    directoryToken: true,
    body: body(batchChoiceSchema.and(makingFormSchema)),
    answer: json(202, batchSchema),
    problems: [400, 401, 404, 413, 415, 422],
  },
  { id: 'live', method: 'get', path: '/health/live', key: false, answer: json(200, z.strictObject({ alive: z.literal(true) })), problems: [] },
  { id: 'ready', method: 'get', path: '/health/ready', key: false, answer: json(200, healthSchema), alsoStatus: 503, problems: [] },
  { id: 'metrics', method: 'get', path: '/metrics', key: false, answer: { status: 200, mediaType: 'text/plain', schema: z.string() }, problems: [] },
];

/** Every status with a problem document: those of the call, those that every address has, and an outage where the database is asked. */
export function problemsOf(call: ApiCall): number[] {
  return [...call.problems, 405, ...(call.path.startsWith('/api/') ? [503] : [])].sort((one, other) => one - other);
}

/** The OpenAPI 3.1 document; `say` gives the words of a call or a parameter. */
export function openApiDocument(baseUrl: string, version: string, say: (key: string) => string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const call of API_CALLS) (paths[call.path] ??= {})[call.method] = operation(call, say);
  return {
    openapi: '3.1.0',
    info: { title: say('title'), description: say('description'), version },
    servers: [{ url: baseUrl }],
    paths,
    components: {
      securitySchemes: {
        accessKey: { type: 'http', scheme: 'bearer', description: say('accessKey') },
        directoryToken: { type: 'http', scheme: 'bearer', description: say('directoryToken') },
      },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  };
}

function operation(call: ApiCall, say: (key: string) => string): object {
  const parameters = [
    ...(call.path.includes('{number}')
      ? [{ name: 'number', in: 'path', required: true, description: say('parameters.number'), schema: { type: 'string', examples: ['2026-000001'] } }]
      : []),
    ...(call.path.includes('{id}') ? [{ name: 'id', in: 'path', required: true, description: say('parameters.id'), schema: { type: 'string', format: 'uuid' } }] : []),
    ...Object.entries(call.query ?? {}).map(([name, schema]) => ({ name, in: 'query', required: false, description: say(`parameters.${name}`), schema: jsonSchema(schema, 'input') })),
    ...(call.idempotencyKey
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, description: say('parameters.idempotencyKey'), schema: { type: 'string', maxLength: 255 } }]
      : []),
  ];
  const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  const answer = { description: say(`calls.${call.id}.summary`), content: contentOf([call.answer.mediaType], call.answer.schema, 'output') };
  return {
    operationId: call.id,
    summary: say(`calls.${call.id}.summary`),
    description: say(`calls.${call.id}.description`),
    ...(call.key && { security: [{ accessKey: [] }] }),
    ...(call.directoryToken && { security: [{ directoryToken: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(call.body && { requestBody: { required: true, content: contentOf(call.body.mediaTypes, call.body.schema, 'input') } }),
    responses: {
      [call.answer.status]: answer,
      ...(call.alsoStatus && { [call.alsoStatus]: { ...answer, description: say(`problems.${call.alsoStatus}`) } }),
      ...Object.fromEntries(problemsOf(call).map((status) => [status, { description: say(`problems.${status}`), ...problem }])),
    },
  };
}

function contentOf(mediaTypes: readonly string[], schema: z.ZodType, io: 'input' | 'output'): object {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: jsonSchema(schema, io) }]));
}

/** Nothing is referred to from outside, so each schema stands by itself. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return plain;
}
