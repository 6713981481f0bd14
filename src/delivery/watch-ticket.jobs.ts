/** One look at one ticket of a service desk of others, or at one draft in an EDMS. */
export const WATCH_TICKET = {
  queue: 'watch-ticket',
  why: 'Asks the service desk where a ticket stands and what was written into it, or an EDMS whether a draft was registered, more seldom the longer nothing happens.',
} as const;

/** Row of `deliveries` (and of `tickets`). */
export interface WatchTicketData {
  deliveryId: string;
}
