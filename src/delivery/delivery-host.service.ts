import type { Tx } from '../platform/transactions.service.js';
import type { DeliveryRecord } from './delivery-record.js';
import type { Parcel } from './parcel.js';

/**
 * Who owns the deliveries: makes the parcel when it is needed and hears how it ended.
 * Registered once at start, because delivery knows nothing of cases.
 */
export interface DeliveryHost {
  /** The parcel as it stands now, or `null` when it is no longer wanted. Must give the same bytes for the same row. */
  parcel(delivery: DeliveryRecord): Promise<Parcel | null>;
  /** Called in the transaction that saves the new state. */
  settled(tx: Tx, delivery: DeliveryRecord): Promise<void>;
}
