import { Injectable } from '@nestjs/common';
import { russianDateTime } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { WEBHOOK_EVENTS } from '../../webhooks/webhook-event.js';
import type { WebhookCounts, WebhookDeliveryRecord, WebhookEndpointRecord } from '../../webhooks/webhook-record.js';

/** The form of an endpoint as posted. */
export interface TypedWebhook {
  name: string;
  url: string;
  events: readonly string[];
}

/** Shapes the pages of endpoints; the words live in `templates/messages/webhooks.json`. */
@Injectable()
export class WebhooksPresenter {
  constructor(private readonly templates: TemplatesService) {}

  row(endpoint: WebhookEndpointRecord & WebhookCounts): object {
    return { ...this.endpoint(endpoint), pending: endpoint.pending, failed: endpoint.failed };
  }

  endpoint(endpoint: WebhookEndpointRecord): object {
    const { id, name, url, events, active, lastSuccessAt, lastFailureAt, formerUntil } = endpoint;
    return {
      path: `/desk/webhooks/${id}`,
      name,
      url,
      active,
      events: events.map((event) => this.say(`events.${event}`)),
      health: this.health(endpoint),
      bad: !active || endpoint.failures > 0,
      lastSuccess: lastSuccessAt && russianDateTime(lastSuccessAt),
      lastFailure: lastFailureAt && russianDateTime(lastFailureAt),
      formerUntil: formerUntil && russianDateTime(formerUntil),
    };
  }

  delivery(delivery: WebhookDeliveryRecord): object {
    const { id, event, happenedAt, state, attempts, nextAttemptAt, statusCode, failure, answer, body } = delivery;
    const { case: about } = (JSON.parse(body) as { data: { case?: { number: string } } }).data;
    return {
      id,
      event: this.say(`events.${event}`),
      code: event,
      number: about?.number,
      at: russianDateTime(happenedAt),
      state: this.say(`states.${state}`),
      failed: state === 'failed',
      attempts,
      next: nextAttemptAt && russianDateTime(nextAttemptAt),
      statusCode,
      failure: failure && this.say(`failures.${failure}`),
      answer,
      body,
    };
  }

  /** Links to the states that the list can be narrowed to. */
  filters(path: string, chosen: string): object[] {
    return ['all', 'pending', 'failed', 'sent'].map((state) => ({
      label: this.say(`filters.${state}`),
      href: state === 'all' ? path : `${path}?state=${state}`,
      current: state === chosen,
    }));
  }

  form({ name, url, events }: TypedWebhook): object {
    return { typed: { name, url }, choices: WEBHOOK_EVENTS.map((value) => ({ value, label: this.say(`events.${value}`), chosen: events.includes(value) })) };
  }

  private health({ active, goneAt, failures, lastFailure, lastSuccessAt }: WebhookEndpointRecord): string {
    if (!active) return this.say(goneAt ? 'health.gone' : 'health.off');
    if (failures > 0 && lastFailure) return this.templates.message('webhooks.health.failing', { failure: this.lower(this.say(`failures.${lastFailure}`)) });
    return this.say(lastSuccessAt ? 'health.ok' : 'health.new');
  }

  private lower(text: string): string {
    return text.charAt(0).toLowerCase() + text.slice(1);
  }

  private say(key: string): string {
    return this.templates.message(`webhooks.${key}`);
  }
}
