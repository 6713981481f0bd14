import type { CertificateView } from '../certificates/certificate-view.js';
import type { DeliveryView } from '../delivery/delivery-view.js';
import type { CaseContact, CaseNewUser, CaseOrganization } from './case-request.js';
import type { CaseStatus } from './case-status.js';
import type { OtherWay } from './other-way.js';

/** A coded value with its Russian words. */
export interface Worded<Code extends string = string> {
  code: Code;
  label: string;
}

/** One attempt at a delivery. Dates are ISO 8601 UTC throughout. */
export interface AttemptView {
  number: number;
  at: string;
  outcome: string;
  cause: string | null;
  /** What the other side said. */
  detail: string | null;
}

/** A ticket at the desk of others. */
export interface DeskTicketView {
  /** Its page there. */
  page: string | null;
  /** Where it stands, with the desk's own word. */
  state: string;
  lookedAt: string | null;
  open: boolean;
}

/** A delivery as operators see it: with each attempt, and what may be done about it. */
export interface DeskDeliveryView extends DeliveryView {
  label: string;
  log: AttemptView[];
  canRetry: boolean;
  canMarkArrived: boolean;
  /** It took over from another delivery and counts with it as one. */
  replaces: boolean;
  /** The way that may take over from it, `null` when there is none. */
  otherWay: Worded<OtherWay> | null;
  /** The ticket that it made at the desk of others. */
  ticket: DeskTicketView | null;
}

/** A case as operators see it. */
export interface DeskCaseView {
  id: string;
  number: string;
  /** To be shown again with each change: somebody else may have been faster. */
  version: number;
  status: Worded<CaseStatus> & { text: string };
  open: boolean;
  category: Worded;
  route: Worded;
  ruleId: string;
  reasons: string[];
  decision: { by: string; reason: string; at: string } | null;
  outcome: string | null;
  assigneeId: string | null;
  createdAt: string;
  dueAt: string | null;
  certificate: CertificateView;
  /** Window, answers, certificate: the lines of a ticket. */
  facts: { label: string; value: string }[];
  organization: CaseOrganization | null;
  contact: CaseContact;
  newUser: CaseNewUser | null;
  description: string | null;
  hasLetter: boolean;
  formerLetters: number;
  files: { id: string; name: string; size: number; at: string }[];
  deliveries: DeskDeliveryView[];
  timeline: { at: string; actor: string; by: string | null; text: string; internal: boolean; fresh: boolean }[];
  lookalikes: { id: string; number: string; status: string; merged: boolean }[];
}
