import type { CertificateReading } from '../certificates/certificate-facts.js';
import type { CaseDecision } from './case-decision.js';
import type { CaseRequest } from './case-request.js';

/** A file as it was uploaded; its kind is found by content, never by name. */
export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
}

/** All that a new case is made of. */
export interface NewCase {
  request: CaseRequest;
  certificate: Extract<CertificateReading, { ok: true }>;
  signedLetter: UploadedFile | null;
  source: 'api' | 'portal';
  /** An operator's decision over the rules that was taken before there was a case; `operator`: his name. */
  decided?: { decision: CaseDecision; operator: string } | null;
  /** Its letter is written together with those of others (`JointLettersService.bind`, in the same transaction). */
  sharesLetter?: boolean;
  /** Makes a repeat answer the first case; unique per attempt of a client. */
  idempotencyKey: string | null;
}

/** A file to be handed out. */
export interface OutgoingFile {
  fileName: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** Which file of a case is asked for. */
export type CaseFileKind = 'letter.pdf' | 'letter.docx' | 'certificate.zip' | 'edms-package.zip';
