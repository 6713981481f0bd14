import type { AttemptCause } from './attempt-outcome.js';
import type { DeliveryChannel, DeliveryState, Receipt } from './delivery-state.js';
import type { NoticeKind } from './parcel.js';

/** One destination of one case, as other features may read it. */
export interface DeliveryRecord {
  readonly id: string;
  readonly caseId: string;
  readonly channel: DeliveryChannel;
  readonly destination: string;
  /** Only for channel `notice`. */
  readonly notice: NoticeKind | null;
  /** The delivery that a notice is about. */
  readonly about: string | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** `null` while nothing is planned: it waits for a person, or has ended. */
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  readonly externalId: string | null;
  /** What being sent means here; names the sentence. */
  readonly receipt: Receipt | null;
  /** Why the last attempt did not succeed. */
  readonly cause: AttemptCause | null;
  readonly messageId: string;
  readonly createdAt: Date;
}
