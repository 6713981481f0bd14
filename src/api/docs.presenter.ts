import { z } from 'zod';
import { API_CALLS, type ApiCall, problemsOf } from './openapi.js';

/** Rows of the page /api/docs. */
export function apiDocsPage(baseUrl: string, say: (key: string) => string): object {
  return {
    title: say('docs.title'),
    lead: say('docs.lead'),
    words: { request: say('docs.request'), answer: say('docs.answer'), problems: say('docs.problems'), curl: say('docs.curl') },
    calls: API_CALLS.map((call) => ({
      id: call.id,
      method: call.method.toUpperCase(),
      path: call.path,
      key: call.key ? say('docs.key') : call.directoryToken ? say('docs.directoryToken') : null,
      summary: say(`calls.${call.id}.summary`),
      description: say(`calls.${call.id}.description`),
      request: call.body && { mediaType: call.body.mediaTypes.join(', '), schema: readable(call.body.schema, 'input') },
      answer: { status: call.answer.status, mediaType: call.answer.mediaType, schema: readable(call.answer.schema, 'output') },
      problems: problemsOf(call).map((status) => ({ status, text: say(`problems.${status}`) })),
      curl: curl(call, baseUrl),
    })),
  };
}

function readable(schema: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return JSON.stringify(plain, null, 2);
}

function curl(call: ApiCall, baseUrl: string): string {
  const form = { inspect: ['file=@ivanova.cer'], create: ["'case=<case.json;type=application/json'", 'certificate=@ivanova.cer'], signedLetter: ['file=@scan.pdf'], batch: ['certificates=@certificates.zip', 'table=@table.xlsx'] };
  const parts = [
    'curl',
    ...(call.method === 'get' ? [] : [`-X ${call.method.toUpperCase()}`]),
    `${baseUrl}${call.path.replace('{number}', '2026-000001').replace('{id}', '0190d0a0-…')}`,
    ...(call.key || call.directoryToken ? ["-H 'Authorization: Bearer КЛЮЧ'"] : []),
    ...(call.idempotencyKey ? ["-H 'Idempotency-Key: 7b1c…'"] : []),
    ...(form[call.id as keyof typeof form] ?? []).map((part) => `-F ${part}`),
    ...(call.body?.mediaTypes.includes('application/json') ? ["-H 'Content-Type: application/json' -d @body.json"] : []),
    ...(call.body?.mediaTypes.includes('text/csv') ? ["-H 'Content-Type: text/csv' -T users.csv"] : []),
    ...(call.answer.mediaType.startsWith('application/') && call.answer.mediaType !== 'application/json' ? ['-OJ'] : []),
  ];
  return parts.join(' ');
}
