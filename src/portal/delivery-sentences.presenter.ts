import { Injectable } from '@nestjs/common';
import type { CaseStatus } from '../cases/case-status.js';
import { isDrafted, type DeliveryView } from '../delivery/delivery-view.js';
import { ClockService } from '../platform/clock.service.js';
import { russianMoment, russianWhen } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';

/** What is true of one delivery, and how it stands: `ok`, `wait` or `bad`. */
export interface DeliverySentence {
  text: string;
  tone: 'ok' | 'wait' | 'bad';
}

/** Says of each delivery what is known and no more (interface, rule 6). */
@Injectable()
export class DeliverySentencesPresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  /** Notices are only worth a word when they did not go out. */
  present(deliveries: readonly DeliveryView[], status: CaseStatus): DeliverySentence[] {
    return deliveries
      .filter(({ channel, state }) => channel !== 'notice' || state === 'failed')
      .map((delivery) => ({ text: this.sentence(delivery, status), tone: toneOf(delivery) }));
  }

  private sentence(delivery: DeliveryView, status: CaseStatus): string {
    const { channel, destination, failure, nextAttemptAt, sentAt, externalId } = delivery;
    return this.templates.message(`portal.delivery.${channel}.${this.situation(delivery, status)}`, {
      destination,
      externalId,
      failure: failure?.replace(/\.$/, ''),
      next: nextAttemptAt && russianWhen(nextAttemptAt, this.clock.now()),
      moment: sentAt && russianMoment(sentAt),
    });
  }

  private situation(delivery: DeliveryView, status: CaseStatus): string {
    const { channel, state, attempts, receipt, nextAttemptAt } = delivery;
    if (isDrafted(delivery)) return 'drafted';
    if (state === 'pending' && channel === 'edms-package' && nextAttemptAt === null) return 'waiting';
    if (state === 'pending' && attempts > 0) return 'retry';
    if (state === 'pending') return channel === 'email' && status === 'awaiting-signed-letter' ? 'waiting-scan' : 'waiting';
    return receipt === 'captured' && channel !== 'notice' ? 'captured' : state;
  }
}

function toneOf({ channel, state, attempts }: DeliveryView): DeliverySentence['tone'] {
  // A draft takes nothing from anybody: with it or without, the package is at hand.
  if (channel === 'edms-package' && state !== 'sent') return 'wait';
  if (state === 'sent') return 'ok';
  return state === 'failed' || state === 'uncertain' || (state === 'pending' && attempts > 0) ? 'bad' : 'wait';
}
