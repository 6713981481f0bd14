import { Injectable } from '@nestjs/common';
import { ClockService } from '../../platform/clock.service.js';
import type { JobContract } from '../../platform/job-contract.js';
import type { FailedJob, OwedRow, QueueState } from '../../platform/queue-inspection.service.js';
import { russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { failureCause } from './failure-cause.js';

const MINUTE_MS = 60_000;
const LONGEST_REASON = 300;

/** Says queues in our words; they live in `templates/messages/queues.json`. */
@Injectable()
export class QueuePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  name({ queue }: JobContract): string {
    return this.known(`queues.names.${queue}`, queue);
  }

  why({ queue, why }: JobContract): string {
    return this.known(`queues.why.${queue}`, why);
  }

  state({ job, counts, owed, due, notHandedOver, oldestDueAt }: QueueState): object {
    return { queue: job.queue, name: this.name(job), why: this.why(job), counts, owed, due, notHandedOver, oldest: oldestDueAt ? this.age(oldestDueAt) : null };
  }

  failed({ id, failedAt, attempts, reason, owed }: FailedJob): object {
    const cause = this.templates.message(`queues.causes.${failureCause(reason)}`);
    return { id, at: failedAt ? russianMoment(failedAt) : '', attempts, cause, reason: reason.slice(0, LONGEST_REASON), owed };
  }

  owed({ id, dueAt, handedOverAt, rounds }: OwedRow): object {
    const due = dueAt <= this.clock.now();
    return { id, dueAt: russianMoment(dueAt), due, age: due ? this.age(dueAt) : null, handedOver: handedOverAt ? russianMoment(handedOverAt) : null, rounds };
  }

  private age(since: Date): string {
    const minutes = Math.max(0, Math.floor((this.clock.now().getTime() - since.getTime()) / MINUTE_MS));
    const [kind, count] = minutes < 1 ? ['now', 0] : minutes < 120 ? ['minutes', minutes] : minutes < 2_880 ? ['hours', Math.floor(minutes / 60)] : ['days', Math.floor(minutes / 1_440)];
    return this.templates.message(`queues.age.${kind}`, { count });
  }

  private known(key: string, otherwise: string): string {
    return this.templates.hasMessage(key) ? this.templates.message(key) : otherwise;
  }
}
