import { z } from 'zod';
import { WEBHOOK_EVENTS } from './webhook-event.js';

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

/** An endpoint as an administrator names it. */
export const webhookInputSchema = z.object({
  name: z.string().trim().min(1).max(80),
  url: z.string().trim().min(1).max(500).refine(isWebAddress, { params: { code: 'url' } }),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1),
});

/** See {@link webhookInputSchema}. */
export type WebhookInput = z.output<typeof webhookInputSchema>;
