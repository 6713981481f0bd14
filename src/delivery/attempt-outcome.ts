/** Why an attempt ended as it did. */
export interface AttemptCause {
  /** Stable; names the sentence `delivery.causes.<code>` in `templates/messages/delivery.json`. */
  code:
    | 'no-connection'
    | 'tls'
    | 'authentication'
    | 'deferred'
    | 'mailbox-full'
    | 'unknown-recipient'
    | 'bad-address'
    | 'foreign-letters'
    | 'sender-refused'
    | 'rejected'
    | 'too-large'
    | 'cut-off'
    | 'worker-lost'
    | 'server-error'
    | 'unreadable'
    | 'incomplete'
    | 'not-found'
    | 'draft-gone'
    | 'expired'
    | 'internal';
  /** What the other side said, cut to 500 characters, one line, without addresses of persons; for operators. */
  detail: string | null;
}

/**
 * How one attempt ended, as far as the channel can know (architecture, «Delivery»):
 * `accepted` 250 after DATA or 2xx with an id; `deferred` refused before anything was handed over, try later, not before `waitMs` where the other side has said so;
 * `refused` for good; `lost` cut off when the parcel may already have been taken.
 */
export type AttemptOutcome =
  | { kind: 'accepted'; externalId: string | null }
  | { kind: 'deferred'; cause: AttemptCause; waitMs?: number | undefined }
  | { kind: 'refused'; cause: AttemptCause }
  | { kind: 'lost'; cause: AttemptCause };
