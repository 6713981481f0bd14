import { Injectable } from '@nestjs/common';
import type { CertificateReading } from '../certificates/certificate-facts.js';
import type { CaseRequest } from './case-request.js';
import type { CaseView, CreatedCaseView } from './case-view.js';

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

/** SKELETON: bodies follow; the signatures are what the faces code against. */
@Injectable()
export class CasesService {
  create(_input: NewCase): Promise<CreatedCaseView> {
    throw new Error('soon');
  }
  get(_number: string, _accessKey: string): Promise<CaseView> {
    throw new Error('soon');
  }
  file(_number: string, _accessKey: string, _kind: CaseFileKind): Promise<OutgoingFile> {
    throw new Error('soon');
  }
  attachSignedLetter(_number: string, _accessKey: string, _letter: UploadedFile, _signature: UploadedFile | null): Promise<CaseView> {
    throw new Error('soon');
  }
  addMessage(_number: string, _accessKey: string, _text: string): Promise<CaseView> {
    throw new Error('soon');
  }
  /** «Не помогло»: self-help was tried; triage again with `loginFailed`. */
  reportSelfHelpFailed(_number: string, _accessKey: string): Promise<CaseView> {
    throw new Error('soon');
  }
  /** «Помогло»: the applicant says that the trouble is gone. */
  reportSolved(_number: string, _accessKey: string): Promise<CaseView> {
    throw new Error('soon');
  }
  /** The letter was registered in the organisation's EDMS: number and date as its registrar gave them. */
  registerInEdms(_number: string, _accessKey: string, _registration: { number: string; date: string }): Promise<CaseView> {
    throw new Error('soon');
  }
  /** «Прислать мне»: the link of the case by mail to its own contact, once an hour at most. */
  sendLink(_number: string, _accessKey: string): Promise<void> {
    throw new Error('soon');
  }
}
