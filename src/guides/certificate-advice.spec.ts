import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { adviseOn } from './certificate-advice.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const facts = (change: Partial<CertificateFacts> = {}): CertificateFacts => ({
  subject: { commonName: null, surname: 'Иванова', givenName: 'Мария', title: null, organization: 'ГБУ', snilsTail: null, inn: null, innLegal: null, ogrn: null, ogrnip: null, email: null },
  issuer: 'Казначейство России', serialNumber: '01', thumbprint: 'A'.repeat(40), notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-05-31T12:00:00Z',
  keyAlgorithm: 'ГОСТ Р 34.10-2012 (256 бит)', validity: 'valid', warnings: [], ...change,
});
const warn = (code: CertificateFacts['warnings'][number]['code']) => facts({ warnings: [{ code, field: null }] });

test.each([
  ['Казначейство России', 'treasury', 'certificate-treasury'],
  ['Федеральное казначейство', 'treasury', 'certificate-treasury'],
  ['Федеральная налоговая служба', 'fns', 'certificate-fns'],
  ['УЦ ФНС России', 'fns', 'certificate-fns'],
  ['АО «Аналитический центр»', 'other', 'certificate-staff'],
])('%s: %s', (issuer, kind, renewal) => expect(adviseOn(facts({ issuer }), NOW)).toMatchObject({ issuer: kind, renewal }));

test.each<[string, CertificateFacts, object]>([
  ['a good one', facts(), { fits: 'yes', next: 'load', daysLeft: 188, reasons: [] }],
  ['without an organisation', warn('organization-missing'), { fits: 'yes', next: 'load', reasons: ['no-organization'] }],
  ['one that ends today', facts({ notAfter: '2026-11-24T20:00:00Z' }), { fits: 'yes', next: 'load-soon', daysLeft: 0 }],
  ['an old one', facts({ validity: 'expired', notAfter: '2026-11-23T00:00:00Z' }), { fits: 'no', next: 'renew', reasons: ['expired'] }],
  ['an early one', facts({ validity: 'not-yet-valid' }), { fits: 'doubtful', next: 'wait', reasons: ['not-yet-valid'] }],
  ['one of another kind', warn('not-gost'), { fits: 'doubtful', next: 'look', reasons: ['not-gost'] }],
  ['nobody’s', warn('person-missing'), { fits: 'doubtful', next: 'look', reasons: ['nobody'] }],
])('%s', (_name, certificate, expected) => expect(adviseOn(certificate, NOW)).toMatchObject(expected));
