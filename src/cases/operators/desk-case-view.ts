import type { CertificateView } from '../../certificates/certificate-view.js';
import type { DeadlineView } from '../../deadlines/deadline-view.js';
import type { DeliveryView } from '../../delivery/delivery-view.js';
import type { EvidenceView } from '../../directory/evidence-view.js';
import type { CaseContact, CaseNewUser, CaseOrganization } from '../case-request.js';
import type { CaseEventName } from '../case-events.js';
import type { CaseStatus } from '../case-status.js';
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

/** A ticket at the desk of others, or a draft in an EDMS. */
export interface DeskTicketView {
  /** Its page there. */
  page: string | null;
  /** Where it stands, with the desk's own word. */
  state: string;
  lookedAt: string | null;
  open: boolean;
  /** Operators may write into it. */
  writable: boolean;
}

/** A delivery as operators see it: with each attempt, and what may be done about it. */
export interface DeskDeliveryView extends DeliveryView {
  label: string;
  log: AttemptView[];
  canRetry: boolean;
  /** What is tried is a draft: nothing leaves by it. */
  isDraft: boolean;
  canMarkArrived: boolean;
  /** It took over from another delivery and counts with it as one. */
  replaces: boolean;
  /** The way that may take over from it, `null` when there is none. */
  otherWay: Worded<OtherWay> | null;
  /** The ticket that it made at the desk of others, the draft while it lies in the EDMS. */
  ticket: DeskTicketView | null;
}

/** Another case of the same certificate or person, and why it looks so. */
export interface LookalikeView {
  id: string;
  number: string;
  status: string;
  createdAt: string;
  merged: boolean;
  reasons: string[];
}

/** A file that was brought; `shown` says how it can be looked at in the page, `null` = only saved. */
export interface DeskFileView {
  id: string;
  kind: string;
  name: string;
  size: number;
  at: string;
  shown: 'pdf' | 'image' | null;
}

/** One thing that happened, as operators see it. */
export interface DeskTimelineEntry {
  /** Grows with time. */
  id: string;
  at: string;
  event: CaseEventName;
  actor: string;
  by: string | null;
  text: string;
  /** What operators see besides: which fields were corrected. */
  details: string | null;
  internal: boolean;
  undone: boolean;
}

/** A case as operators see it. */
export interface DeskCaseView {
  id: string;
  number: string;
  /** To be shown again with each change: somebody else may have been faster. */
  version: number;
  status: Worded<CaseStatus>;
  open: boolean;
  category: Worded;
  route: Worded;
  rule: { id: string; version: number };
  reasons: string[];
  decision: { by: string; reason: string; at: string } | null;
  outcome: string | null;
  assigneeId: string | null;
  createdAt: string;
  deadlines: DeadlineView[];
  certificate: CertificateView;
  /** Window, answers, certificate: the lines of a ticket. */
  facts: { label: string; value: string }[];
  /** What the directory said when the case was sorted. */
  evidence: EvidenceView[];
  organization: CaseOrganization | null;
  contact: CaseContact;
  newUser: CaseNewUser | null;
  description: string | null;
  hasLetter: boolean;
  formerLetters: { version: number; at: string }[];
  files: DeskFileView[];
  deliveries: DeskDeliveryView[];
  /** The newest first. */
  timeline: DeskTimelineEntry[];
  lookalikes: LookalikeView[];
  /** The case that this one was merged into, and those that were merged into this one: numbers. */
  mergedInto: string | null;
  mergedFrom: string[];
  /** Numbers of the cases that one letter is for, its carrier first; empty when it is this one's own. */
  letterFor: string[];
}
