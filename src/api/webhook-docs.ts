import { z } from 'zod';
import { WEBHOOK_EVENTS } from '../webhooks/webhook-event.js';

const caseFacts = z.strictObject({
  number: z.string(),
  category: z.string(),
  route: z.string(),
  status: z.string(),
  url: z.url(),
  createdAt: z.iso.datetime(),
});
const deliveryFacts = z.strictObject({
  id: z.uuid(),
  channel: z.enum(['email', 'service-desk', 'edms-package']),
  state: z.enum(['sent', 'failed', 'uncertain']),
  attempts: z.int(),
  cause: z.string().nullable(),
});

/** Body of an event: with `data` in the way of its kind. Receivers should pass over fields that they do not know. */
const webhookSchema = z.strictObject({
  type: z.enum(WEBHOOK_EVENTS),
  timestamp: z.iso.datetime(),
  data: z.strictObject({
    case: caseFacts,
    previousStatus: z.string().optional(),
    outcome: z.string().nullable().optional(),
    asks: z.boolean().optional(),
    delivery: deliveryFacts.optional(),
  }),
});

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** `webhooks` of the OpenAPI document; `say` gives the words under `webhooks`. */
export function webhookOperations(say: (key: string) => string): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(webhookSchema, { reused: 'inline' });
  const parameters = HEADERS.map((name) => ({ name, in: 'header', required: true, description: say(`api.headers.${name}`), schema: { type: 'string' } }));
  const responses = { '2XX': { description: say('api.answers.2XX') }, '410': { description: say('api.answers.410') } };
  const operation = (event: string): object => ({
    post: { summary: say(`events.${event}`), description: say('api.description'), parameters, requestBody: { required: true, content: { 'application/json': { schema } } }, responses },
  });
  return Object.fromEntries(WEBHOOK_EVENTS.map((event) => [event, operation(event)]));
}

/** The section of the page /api/docs. */
export function webhookDocs(say: (key: string) => string): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(webhookSchema, { reused: 'inline' });
  return {
    title: say('api.title'),
    description: say('api.description'),
    bodyTitle: say('api.body'),
    verifyTitle: say('api.verify'),
    verifySteps: say('api.verifySteps'),
    events: WEBHOOK_EVENTS.map((event) => ({ event, text: say(`events.${event}`) })),
    headers: HEADERS.map((name) => ({ name, text: say(`api.headers.${name}`) })),
    schema: JSON.stringify(schema, null, 2),
  };
}
