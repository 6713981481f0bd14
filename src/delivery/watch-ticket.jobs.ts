/** One look at one ticket of a service desk of others. */
export const WATCH_TICKET = {
  queue: 'watch-ticket',
  why: 'Asks the service desk where a ticket stands and what was written into it, more seldom the longer nothing happens.',
} as const;

/** Row of `deliveries` (and of `tickets`). */
export interface WatchTicketData {
  deliveryId: string;
}
