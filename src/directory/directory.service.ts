import { Injectable } from '@nestjs/common';
import type { DirectoryFindings } from '../triage/verdict.js';

/** Whom the directory is asked about: the certificate's subject; what the certificate does not say is `null`. */
export interface SoughtPerson {
  /** 11 digits. */
  snils: string | null;
  /** SHA-1 of the certificate, upper-case hex. */
  thumbprint: string;
  fullName: string | null;
  /** ИНН of the person, 12 digits. */
  inn: string | null;
  /** ИНН of the organisation, 10 digits. */
  organizationInn: string | null;
}

/** The users of РМИС as far as we know them. Without an imported export of the directory nobody is known. */
@Injectable()
export class DirectoryService {
  readonly find: (person: SoughtPerson) => Promise<DirectoryFindings> = () => Promise.resolve({ known: false });
}
