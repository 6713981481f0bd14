import type { AttemptOutcome } from '../attempt-outcome.js';
import type { Receipt } from '../delivery-state.js';
import type { Parcel } from '../parcel.js';
import type { Channel } from './channel.js';
import type { MailComposerService } from './mail-composer.service.js';
import { ImpossibleAddress } from './mail-text.js';
import type { ComposedMail, Mailer } from './mailer.js';

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
    const mail = await this.composed(parcel, at);
    return mail ? this.mailer.send(mail, beforeHandOver) : { kind: 'refused', cause: { code: 'bad-address', detail: null } };
  }

  /** `null`: to its recipient nothing can ever be sent. */
  private async composed(parcel: Parcel, at: Date): Promise<ComposedMail | null> {
    try {
      return await this.composer.compose(parcel, at);
    } catch (error) {
      if (error instanceof ImpossibleAddress) return null;
      throw error;
    }
  }
}
