import { readForm } from '../frame/form-body.js';
import type { WebhookInput } from '../../webhooks/webhook-input.js';

/** The form of an endpoint as posted; one ticked event comes as a word, several as a list. */
export function typedWebhook(body: unknown): { name: string; url: string; events: string[] } {
  const { events } = (body ?? {}) as Partial<Record<keyof WebhookInput, unknown>>;
  const ticked = (Array.isArray(events) ? events : [events]).filter((event): event is string => typeof event === 'string');
  return { ...readForm(body, 'name', 'url'), events: ticked };
}
