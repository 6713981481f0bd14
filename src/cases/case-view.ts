import type { CertificateView } from '../certificates/certificate-view.js';
import type { DeliveryView } from '../delivery/delivery-view.js';
import type { VerdictView } from '../triage/verdict-view.js';
import type { CaseStatus } from './case-status.js';

/** One line of what happened to a case; `text` is a Russian sentence, `at` ISO 8601 UTC. */
export interface TimelineEntry {
  at: string;
  /** Stable code of the event, e.g. `created`, `letter-signed`, `delivery-sent`, `message`. */
  event: string;
  /** Who did it: the applicant, an operator, or the service itself. */
  actor: 'applicant' | 'operator' | 'service';
  text: string;
}

/** The case as its applicant may see it (public contract, answer of `POST cases` and `GET cases/{number}`). */
export interface CaseView {
  number: string;
  /** Address of the status page, access key included. */
  statusUrl: string;
  status: CaseStatus;
  createdAt: string;
  /** The case that an operator joined this one to; its address only where the contact's e-mail is the same. */
  mergedInto?: { number: string; statusUrl: string | null };
  /** Cases that the letter is for, all of the same contact; left out when it is for this one alone. */
  letterFor?: { number: string; statusUrl: string }[];
  certificate: CertificateView;
  verdict: VerdictView;
  deliveries: DeliveryView[];
  timeline: TimelineEntry[];
  /** Absolute addresses under `/api/v1` (bearer key); a file that this case does not have is left out. */
  links: { self: string; letterPdf?: string; letterDocx?: string; certificateArchive: string; edmsPackage?: string };
}

/** The same before its access key is known: the form that may be stored. */
export type KeylessCaseView = Omit<CaseView, 'statusUrl'>;

/** A case right after it was made: the only answer that carries the key. */
export interface CreatedCaseView extends CaseView {
  accessKey: string;
}
