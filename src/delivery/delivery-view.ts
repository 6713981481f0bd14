import type { DeliveryChannel, DeliveryState, Receipt } from './delivery-state.js';

/** One destination as the applicant may see it (public contract, `deliveries[]`). Dates ISO 8601 UTC. */
export interface DeliveryView {
  id: string;
  channel: DeliveryChannel;
  /** Where it goes, in words a person can check: an address, the name of a desk. */
  destination: string;
  state: DeliveryState;
  attempts: number;
  nextAttemptAt: string | null;
  sentAt: string | null;
  /** What `sent` means here: taken by the other side, captured on this machine, on the own desk's worklist. */
  receipt: Receipt | null;
  /** Queue id of the mail server, ticket id, registration number in the EDMS. */
  externalId: string | null;
  /** Why the last attempt did not succeed, in plain Russian. */
  failure: string | null;
  /** Where it stands, in one true Russian sentence. */
  sentence: string;
}

/** Whether it lies as a draft in the organisation's EDMS and waits for its people. */
export function isDrafted({ channel, state, nextAttemptAt, externalId }: DeliveryView): boolean {
  return channel === 'edms-package' && state === 'pending' && nextAttemptAt === null && externalId !== null;
}
