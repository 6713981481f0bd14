import { Injectable } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import { russianMoment, russianWhen } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { DeliveryView } from './delivery-view.js';
import type { DeliveryRecord } from './delivery-record.js';

/** Shapes a delivery to the public contract. */
@Injectable()
export class DeliveryPresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  /** Where a delivery stands, said truly (interface rule 6); `words` are those for whom it is said. */
  sentence(delivery: DeliveryRecord, words = 'delivery.sentences'): string {
    const { channel, state, sentAt, nextAttemptAt, externalId } = delivery;
    const key = state === 'sent' ? (delivery.receipt ?? 'sent') : state === 'pending' ? pendingKey(delivery) : state;
    return this.templates.message(`${words}.${channel}.${key}`, {
      cause: this.cause(delivery),
      at: sentAt && russianMoment(sentAt),
      next: nextAttemptAt && russianWhen(nextAttemptAt, this.clock.now()),
      id: externalId,
    });
  }

  present(delivery: DeliveryRecord): DeliveryView {
    return {
      id: delivery.id,
      channel: delivery.channel,
      destination: this.destination(delivery),
      state: delivery.state,
      attempts: delivery.attempts,
      nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
      sentAt: delivery.sentAt?.toISOString() ?? null,
      receipt: delivery.receipt,
      externalId: delivery.externalId,
      failure: this.cause(delivery),
      sentence: this.sentence(delivery),
    };
  }

  /** What triage knows of an EDMS is a code. */
  private destination({ channel, destination }: DeliveryRecord): string {
    const key = `delivery.edms.${destination}`;
    return channel === 'edms-package' && this.templates.hasMessage(key) ? this.templates.message(key) : destination;
  }

  private cause({ cause }: DeliveryRecord): string | null {
    return cause && this.templates.message(`delivery.causes.${cause.code}`);
  }
}

/** A draft that lies in somebody's EDMS, or could not be put there, waits for a person: then the package is at hand. */
function pendingKey({ channel, cause, nextAttemptAt, externalId }: DeliveryRecord): string {
  if (nextAttemptAt === null && channel === 'edms-package') return externalId !== null ? 'drafted' : cause ? 'undrafted' : 'waiting';
  if (cause) return 'retry';
  return nextAttemptAt === null ? 'waiting' : 'pending';
}
