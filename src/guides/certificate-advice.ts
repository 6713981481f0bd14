import type { CertificateFacts } from '../certificates/certificate-facts.js';

const DAY_MS = 24 * 3_600_000;
/** From here on somebody should begin with the new one. */
const SOON_DAYS = 30;

/** Who issued it, as far as the issuer's name tells: then where to renew it is known too. */
export type Issuer = 'fns' | 'treasury' | 'other';

/** What to tell about a certificate beyond its facts; codes name sentences in `guides.check`. */
export interface CertificateAdvice {
  /** Whole days until its last moment, 0 on the last day; negative when it has ended. */
  daysLeft: number;
  issuer: Issuer;
  /** Guide about the issuing centre. */
  renewal: string;
  /** Whether it can be loaded into РМИС: `doubtful` means that a person has to look. */
  fits: 'yes' | 'doubtful' | 'no';
  reasons: ('expired' | 'not-yet-valid' | 'not-gost' | 'nobody' | 'no-organization')[];
  next: 'renew' | 'wait' | 'load-soon' | 'load' | 'look';
}

const RENEWAL: Record<Issuer, string> = { fns: 'certificate-fns', treasury: 'certificate-treasury', other: 'certificate-staff' };

/** Pure: the same facts at the same moment give the same advice. */
export function adviseOn(facts: CertificateFacts, now: Date): CertificateAdvice {
  const issuer = issuerOf(facts.issuer);
  const codes = new Set(facts.warnings.map(({ code }) => code));
  const reasons: CertificateAdvice['reasons'] = [];
  if (facts.validity !== 'valid') reasons.push(facts.validity);
  if (codes.has('person-missing')) reasons.push('nobody');
  if (codes.has('not-gost')) reasons.push('not-gost');
  if (codes.has('organization-missing')) reasons.push('no-organization');
  const daysLeft = Math.floor((new Date(facts.notAfter).getTime() - now.getTime()) / DAY_MS);
  const fits = facts.validity === 'expired' ? 'no' : reasons.some((reason) => reason !== 'no-organization') ? 'doubtful' : 'yes';
  return { daysLeft, issuer, renewal: RENEWAL[issuer], fits, reasons, next: nextStep(facts, reasons, daysLeft) };
}

function nextStep({ validity }: CertificateFacts, reasons: CertificateAdvice['reasons'], daysLeft: number): CertificateAdvice['next'] {
  if (validity === 'expired') return 'renew';
  if (validity === 'not-yet-valid') return 'wait';
  if (reasons.includes('nobody') || reasons.includes('not-gost')) return 'look';
  return daysLeft < SOON_DAYS ? 'load-soon' : 'load';
}

function issuerOf(name: string): Issuer {
  if (/федеральн\S+ налогов\S+ служб|(?:^|[^а-яё])фнс(?:[^а-яё]|$)/i.test(name)) return 'fns';
  return /казначейств/i.test(name) ? 'treasury' : 'other';
}
