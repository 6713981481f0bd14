import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { DETECT_WAVES } from './detect-waves.jobs.js';
import { WaveWatchService } from './wave-watch.service.js';

/** Takes one look for waves. */
@Processor(DETECT_WAVES.queue, WORKER_OPTIONS)
export class DetectWavesProcessor extends WorkerHost {
  constructor(
    private readonly watch: WaveWatchService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<object>>): Promise<void> {
    await this.watch.look();
    await this.outbox.done(data.outboxId);
  }
}
