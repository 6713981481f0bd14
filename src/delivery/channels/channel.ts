import type { AttemptOutcome } from '../attempt-outcome.js';
import type { Receipt } from '../delivery-state.js';
import type { Parcel } from '../parcel.js';

/** A way to hand a parcel over, chosen by the delivery's channel and the settings. */
export interface Channel {
  /** What it means when this channel has accepted a parcel. */
  readonly receipt: Receipt;
  /** True when a repeat cannot make a second parcel. */
  readonly idempotent: boolean;
  /**
   * True when each try first looks on the other side whether the parcel is there already, so that what is uncertain may be
   * tried again by itself. `beforeHandOver` then means: looked, and found nothing.
   */
  readonly searches: boolean;
  /** True when what it makes is a draft for a person to go on with: nothing is sent by that, and nothing is lost when it fails. */
  readonly drafts?: boolean;
  /**
   * `beforeHandOver` is awaited before the first byte is given away; when it throws, nothing may have been sent.
   * `at` is the moment of the first attempt, so that a repeat gives the same bytes.
   */
  deliver(parcel: Parcel, at: Date, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome>;
}
