import type { AttemptOutcome } from '../attempt-outcome.js';
import type { Parcel } from '../parcel.js';
import type { Channel } from './channel.js';

/** The own desk's worklist: the case is in our own database already, so taking the ticket is all there is to do. */
export class OwnDeskChannel implements Channel {
  readonly idempotent = true;
  readonly searches = false;
  readonly receipt = 'builtin';

  async deliver(parcel: Parcel, _at: Date, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    await beforeHandOver();
    return { kind: 'accepted', externalId: 'caseNumber' in parcel ? parcel.caseNumber : null };
  }
}
