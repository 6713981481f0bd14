/** One attempt at one delivery: the only way anything leaves the service. */
export const DELIVER = {
  queue: 'deliver',
  why: 'Hands a letter, a ticket or a notice to its destination; the row says whether that is still wanted.',
} as const;

/** Row of `deliveries`. */
export interface DeliverData {
  deliveryId: string;
}
