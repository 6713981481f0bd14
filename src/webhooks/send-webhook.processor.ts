import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { WebhookSendingService } from './webhook-sending.service.js';
import { SEND_WEBHOOK, type SendWebhookData } from './webhooks.jobs.js';

/** Takes one attempt at one endpoint. */
@Processor(SEND_WEBHOOK.queue, WORKER_OPTIONS)
export class SendWebhookProcessor extends WorkerHost {
  constructor(
    private readonly sending: WebhookSendingService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<SendWebhookData>>): Promise<void> {
    const again = await this.sending.attempt(data.webhookDeliveryId);
    if (again) await this.outbox.postpone(data.outboxId, again);
    else await this.outbox.done(data.outboxId);
  }
}
