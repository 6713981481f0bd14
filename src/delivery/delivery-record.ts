import type { AttemptCause, AttemptOutcome } from './attempt-outcome.js';
import type { DeliveryChannel, DeliveryState, Receipt } from './delivery-state.js';
import type { NoticeKind } from './parcel.js';

/** What of an alarm a mail tells. */
export type AlarmMoment = 'begun' | 'ended';

/** One destination of one owner, as other features may read it. */
export interface DeliveryRecord {
  readonly id: string;
  /** The owner, when it is a case. */
  readonly caseId: string | null;
  /** The owner, when it is a one-time link of an account. */
  readonly accountLinkId: string | null;
  /** The owner, when it is the notice that a certificate ends. */
  readonly expiryNoticeId: string | null;
  /** The owner, when it is an alarm; and what of it is told. */
  readonly alarmId: string | null;
  readonly alarmMoment: AlarmMoment | null;
  readonly channel: DeliveryChannel;
  readonly destination: string;
  /** Only for channel `notice`. */
  readonly notice: NoticeKind | null;
  /** The delivery that a notice is about. */
  readonly about: string | null;
  /** The delivery that this one took over from. */
  readonly replaces: string | null;
  /** A ticket that goes by mail, because the desk could not be reached. */
  readonly byMail: boolean;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly firstAttemptAt: Date | null;
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

/** What a case owns. */
export type CaseDelivery = DeliveryRecord & { readonly caseId: string };

/** What a one-time link of an account owns: its mail. */
export type AccountDelivery = DeliveryRecord & { readonly accountLinkId: string };

/** What the notice that a certificate ends owns: its mail. */
export type ExpiryDelivery = DeliveryRecord & { readonly expiryNoticeId: string };

/** What an alarm owns: a mail to one administrator. */
export type AlarmDelivery = DeliveryRecord & { readonly alarmId: string; readonly alarmMoment: AlarmMoment };

/** One attempt, as other features may read it. */
export interface DeliveryAttemptRecord {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly outcome: AttemptOutcome['kind'];
  readonly cause: AttemptCause | null;
}
