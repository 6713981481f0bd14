import type { AttemptOutcome } from '../attempt-outcome.js';
import type { Receipt } from '../delivery-state.js';
import type { Parcel } from '../parcel.js';
import type { Channel } from './channel.js';
import type { MailComposerService } from './mail-composer.service.js';
import type { Mailer } from './mailer.js';

/** Letters, notices and ticket mails: composed here, carried by whichever mailer is set. */
export class MailChannel implements Channel {
  readonly idempotent: boolean;
  readonly searches = false;

  constructor(
    private readonly composer: MailComposerService,
    private readonly mailer: Mailer,
    readonly receipt: Receipt,
  ) {
    this.idempotent = mailer.idempotent;
  }

  async deliver(parcel: Parcel, at: Date, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    return this.mailer.send(await this.composer.compose(parcel, at), beforeHandOver);
  }
}
