import type { Tx } from '../platform/transactions.service.js';
import type { DeliveryRecord } from './delivery-record.js';
import type { Parcel } from './parcel.js';
import type { TicketNews } from './ticket-watch.js';

/**
 * Who owns deliveries of one kind: makes the parcel when it is needed and hears how it ended.
 * Registered once at start, because delivery knows nothing of cases and accounts.
 */
export interface DeliveryHost<Owned extends DeliveryRecord> {
  /** The parcel as it stands now, or `null` when it is no longer wanted. Must give the same bytes for the same row. */
  parcel(delivery: Owned): Promise<Parcel | null>;
  /** Called in the transaction that saves the new state. */
  settled(tx: Tx, delivery: Owned): Promise<void>;
  /** Called in the transaction that saves what a look at a ticket has brought. */
  ticketNews?(tx: Tx, delivery: Owned, news: TicketNews): Promise<void>;
}
