import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { WebhookForgettingService } from './webhook-forgetting.service.js';
import { FORGET_WEBHOOKS } from './webhooks.jobs.js';

/** Takes one round of forgetting. */
@Processor(FORGET_WEBHOOKS.queue, WORKER_OPTIONS)
export class ForgetWebhooksProcessor extends WorkerHost {
  constructor(
    private readonly forgetting: WebhookForgettingService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<object>>): Promise<void> {
    await this.forgetting.forget();
    await this.outbox.done(data.outboxId);
  }
}
