import { type CertificateSubject, type CertificateWarning } from './certificate-facts.js';
import { isLegalInn, isOgrn, isOgrnip, isPersonInn, isSnils } from './check-digits.js';
import { withoutSnils } from './hidden-snils.js';
import { type X509Certificate } from './x509-certificate.js';

/** The subject in the words of the contract, with what is odd about it. */
export interface SubjectReading {
  subject: CertificateSubject;
  /** 11 digits for matching; a placeholder of zeros counts as absent. */
  snils: string | null;
  warnings: CertificateWarning[];
}

/** Attribute types: X.520, PKCS#9, and order 795 of ФСБ (form of a qualified certificate) for the Russian ones. */
const Oid = {
  commonName: '2.5.4.3',
  surname: '2.5.4.4',
  organization: '2.5.4.10',
  title: '2.5.4.12',
  givenName: '2.5.4.42',
  email: '1.2.840.113549.1.9.1',
  snils: '1.2.643.100.3',
  inn: '1.2.643.3.131.1.1',
  innLegal: '1.2.643.100.4',
  ogrn: '1.2.643.100.1',
  ogrnip: '1.2.643.100.5',
} as const;

/**
 * Reads the subject; numbers that its name lacks are looked for in its alternative name. Those that are not the right count of digits are left out, with
 * a warning; wrong check digits only warn. A СНИЛС among the words of a name is hidden.
 */
export function readSubject({ subject: name, alternativeNames, emails }: Pick<X509Certificate, 'subject' | 'alternativeNames' | 'emails'>): SubjectReading {
  const valuesIn = (attributes: typeof name, oid: string) => attributes.filter((attribute) => attribute.oid === oid).map((attribute) => attribute.text);
  const text = (oid: string) => valuesIn(name, oid).map((value) => withoutSnils(value))[0] ?? null;
  const values = (oid: string) => valuesIn(valuesIn(name, oid).length > 0 ? name : alternativeNames, oid);
  const snils = findDigits(values(Oid.snils), /^\d{11}$/);
  const ogrn = findDigits(values(Oid.ogrn), /^\d{13}$/);
  const ogrnip = findDigits(values(Oid.ogrnip), /^\d{15}$/);
  const { inn, innLegal } = readInn(values(Oid.inn), values(Oid.innLegal));
  const subject: CertificateSubject = {
    commonName: text(Oid.commonName),
    surname: text(Oid.surname),
    givenName: text(Oid.givenName),
    title: text(Oid.title),
    organization: text(Oid.organization),
    snilsTail: snils?.slice(-3) ?? null,
    inn,
    innLegal,
    ogrn,
    ogrnip,
    email: text(Oid.email) ?? emails[0] ?? null,
  };

  const has = (oid: string) => values(oid).length > 0;
  const isBodysInn = values(Oid.inn).some((value) => legalDigits([value]) !== null);
  const isNamed = has(Oid.surname) || has(Oid.givenName) || has(Oid.snils);
  const isOfOrganization = subject.organization !== null || innLegal !== null || ogrn !== null;
  const warnings: (CertificateWarning | false)[] = [
    !isOfOrganization && { code: 'organization-missing', field: 'organization' },
    !isNamed && { code: 'person-missing', field: 'surname' },
    has(Oid.snils) && !isSnils(snils ?? '') && { code: 'snils-check-digit', field: 'snils' },
    has(Oid.inn) && (inn === null ? !isBodysInn : !isPersonInn(inn)) && { code: 'inn-check-digit', field: 'inn' },
    (has(Oid.innLegal) || innLegal !== null) && !isLegalInn(innLegal ?? '') && { code: 'inn-legal-check-digit', field: 'innLegal' },
    has(Oid.ogrn) && !isOgrn(ogrn ?? '') && { code: 'ogrn-check-digit', field: 'ogrn' },
    has(Oid.ogrnip) && !isOgrnip(ogrnip ?? '') && { code: 'ogrnip-check-digit', field: 'ogrnip' },
  ];
  return { subject, snils: snils && /[1-9]/.test(snils) ? snils : null, warnings: warnings.filter((warning) => warning !== false) };
}

/** Before 2021 a body's ИНН stood among the person's as «00»+10 digits; zeros only are a filler, not a body. */
function readInn(person: readonly string[], legal: readonly string[]): { inn: string | null; innLegal: string | null } {
  const inn = findDigits(person, /^\d{12}$/, (digits) => legalDigits([digits]) === null);
  const innLegal = findDigits(legal, LEGAL_INN) ?? legalDigits(person);
  return { inn, innLegal: innLegal?.slice(-10) ?? null };
}

const LEGAL_INN = /^(00)?\d{10}$/;

function legalDigits(values: readonly string[]): string | null {
  return findDigits(values, LEGAL_INN, (digits) => !/^0+$/.test(digits));
}

function findDigits(values: readonly string[], form: RegExp, accepts: (digits: string) => boolean = () => true): string | null {
  return values.map((value) => value.replace(/[\s-]/g, '')).find((digits) => form.test(digits) && accepts(digits)) ?? null;
}
