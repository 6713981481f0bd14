import type { ParcelFile } from '../../parcel.js';

/** A ticket as it is handed to a desk: texts are clean, the subject holds the case number, no СНИЛС anywhere. */
export interface DeskTicket {
  caseNumber: string;
  subject: string;
  text: string;
  contact: { fullName: string; phone: string; email: string };
  files: ParcelFile[];
}

/** Where a ticket stands, in our words. `waiting`: the desk waits for an answer; `rejected` also when the ticket was deleted. */
export const TICKET_STATES = ['open', 'waiting', 'resolved', 'rejected'] as const;

/** One of {@link TICKET_STATES}. */
export type TicketState = (typeof TICKET_STATES)[number];

/** What somebody at the desk wrote into a ticket. */
export interface DeskComment {
  id: string;
  text: string;
}

/** A ticket as it stands at the desk. */
export interface TicketReading {
  state: TicketState;
  /** The desk's own word for it, empty where it has only numbers. */
  label: string;
  /** Comments after the one asked for, the oldest first; none where they cannot be read cheaply. */
  comments: DeskComment[];
}

/**
 * Somebody else's service desk. One conformance suite for all of them: `test/service-desks/conformance.spec.ts`.
 * Everything may throw a `DeskFault`, whose kind says whether something may have been made.
 */
export interface ServiceDesk {
  /** Ids of the tickets whose subject or field holds this case number, the oldest first. */
  find(caseNumber: string): Promise<string[]>;
  /** Makes a ticket and gives its id. With its files, unless the desk {@link complete}s it. */
  create(ticket: DeskTicket): Promise<string>;
  /** Where files are a step of their own: attaches those that the ticket does not have yet. */
  complete?(id: string, files: ParcelFile[]): Promise<void>;
  /** `after`: id of the last comment that is known, `null` for all. */
  read(id: string, after: string | null): Promise<TicketReading>;
  comment(id: string, text: string): Promise<void>;
  attach(id: string, files: ParcelFile[]): Promise<void>;
  /** Address of the ticket's page for people, `null` when it is not known. Never holds a secret. */
  page(id: string): string | null;
}
