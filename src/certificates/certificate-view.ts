import type { CertificateFacts, CertificateWarning } from './certificate-facts.js';

/** Certificate facts of the public contract, each warning with its Russian sentence. */
export type CertificateView = Omit<CertificateFacts, 'warnings'> & { warnings: (CertificateWarning & { message: string })[] };
