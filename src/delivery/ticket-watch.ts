import type { DraftReading, Registration } from './channels/edms/edms.js';
import type { TicketReading, TicketState } from './channels/service-desk/service-desk.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The longer nothing has changed, the more seldom a ticket is looked at. */
const PACE: readonly { quietMs: number; everyMs: number }[] = [
  { quietMs: HOUR_MS, everyMs: 0 },
  { quietMs: DAY_MS, everyMs: 15 * MINUTE_MS },
  { quietMs: 7 * DAY_MS, everyMs: HOUR_MS },
];
const SLOWEST_MS = 6 * HOUR_MS;
/** After this long without any change nobody waits for one. */
const GIVE_UP_MS = 90 * DAY_MS;

/** What a look finds. */
export type WatchReading = TicketReading & { registration?: Registration };

/** What is known of a ticket between two looks. */
export interface WatchedTicket {
  state: TicketState;
  label: string | null;
  lastComment: string | null;
  failures: number;
  changedAt: Date;
  lookedAt: Date | null;
  endedAt: Date | null;
}

/** A ticket, as other features may read it. */
export type TicketRecord = WatchedTicket & { readonly deliveryId: string; readonly page: string | null };

/** What a look brought, for the ticket's owner. */
export interface TicketNews {
  state: TicketState;
  label: string;
  /** The state is another than at the last look. */
  moved: boolean;
  comments: string[];
  /** Of a letter's draft: how it was registered. */
  registration?: Registration;
}

/** The ticket after a look, what there is to tell (`null`: nothing), and when to look again (`null`: never). */
export interface AfterLook {
  ticket: WatchedTicket;
  news: TicketNews | null;
  next: Date | null;
}

/** When to look at a ticket that has not changed since `changedAt`; `null` when that is too long ago. */
export function nextLook(changedAt: Date, now: Date, pollMinutes: number): Date | null {
  const quiet = now.getTime() - changedAt.getTime();
  if (quiet > GIVE_UP_MS) return null;
  const pace = PACE.find(({ quietMs }) => quiet < quietMs)?.everyMs ?? SLOWEST_MS;
  return new Date(now.getTime() + Math.max(pollMinutes * MINUTE_MS, pace));
}

/** What a look makes of a ticket; `reading` is `null` when the desk gave no answer. A ticket that was resolved or rejected has ended. */
export function afterLook(ticket: WatchedTicket, reading: WatchReading | null, now: Date, pollMinutes: number): AfterLook {
  if (reading === null) {
    const failed = { ...ticket, failures: ticket.failures + 1, lookedAt: now };
    const wait = Math.min(pollMinutes * MINUTE_MS * 2 ** Math.min(ticket.failures, 10), SLOWEST_MS);
    const givenUp = now.getTime() - ticket.changedAt.getTime() > GIVE_UP_MS;
    return { ticket: { ...failed, endedAt: givenUp ? now : null }, news: null, next: givenUp ? null : new Date(now.getTime() + wait) };
  }
  const { state, label, comments, registration } = reading;
  const moved = state !== ticket.state;
  const changed = moved || comments.length > 0;
  const changedAt = changed ? now : ticket.changedAt;
  const next = state === 'resolved' || state === 'rejected' ? null : nextLook(changedAt, now, pollMinutes);
  return {
    ticket: { state, label, lastComment: comments.at(-1)?.id ?? ticket.lastComment, failures: 0, changedAt, lookedAt: now, endedAt: next === null ? now : null },
    news: changed ? { state, label, moved, comments: comments.map(({ text }) => text), ...(registration && { registration }) } : null,
    next,
  };
}

const DRAFTS: Readonly<Record<DraftReading['state'], TicketState>> = { draft: 'open', registered: 'resolved', gone: 'rejected' };

/** A draft in an EDMS is followed like a ticket: done when it was registered, rejected when it is gone. */
export function readingOfDraft(draft: DraftReading): WatchReading {
  const reading = { state: DRAFTS[draft.state], label: '', comments: [] };
  return draft.state === 'registered' ? { ...reading, registration: { number: draft.number, date: draft.date } } : reading;
}
