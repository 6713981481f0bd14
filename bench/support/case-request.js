import { fromBER, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';

export const BOUNDARY = 'certdesk-bench';
/** «Средства электронной подписи и УЦ издателя»: the extension that makes real certificates long. */
const ISSUER_SIGN_TOOL = '1.2.643.100.112';
const WORDS = '«КриптоПро CSP» (версия 5.0); «Удостоверяющий центр «КриптоПро УЦ» версии 2.0; сертификаты соответствия. ';

/** The example certificate as it lies in the repository, DER. */
export function exampleCertificate() {
  return readFileSync('examples/ivanova.cer');
}

/**
 * The example certificate with one more extension, so that it is as long as real ones. Nobody checks its signature.
 * @param {number} size bytes, about
 * @returns {Buffer} DER
 */
function certificateOf(size) {
  const certificate = fromBER(exampleCertificate()).result;
  const [body] = certificate.valueBlock.value;
  const extensions = body.valueBlock.value.at(-1).valueBlock.value[0];
  const missing = size - certificate.toBER().byteLength - 40;
  const text = new Utf8String({ value: WORDS.repeat(40).slice(0, Math.floor((missing * WORDS.length) / Buffer.byteLength(WORDS))) });
  const extension = new Sequence({ value: [new ObjectIdentifier({ value: ISSUER_SIGN_TOOL }), new OctetString({ valueHex: text.toBER() })] });
  extensions.valueBlock.value.push(extension);
  return Buffer.from(certificate.toBER());
}

const PERSON = { fullName: 'Иванова Мария Петровна', position: 'Специалист по закупкам', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' };

/** The `case` of the public contract: a user who is missing, so a letter by e-mail. */
export const CASE = {
  importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null },
  facts: { userRegistered: 'no', userBlocked: 'no', currentCertificateValid: 'unknown', colleagueCanImport: 'unknown', edms: 'none', signsDocuments: 'no' },
  organization: {
    inn: '7299000007',
    kpp: '729901001',
    ogrn: '1997200000004',
    name: 'ГБУ ТО «Тестовая больница № 1»',
    shortName: null,
    address: '625000, г. Тюмень, ул. Тестовая, д. 1',
    phone: null,
    email: null,
    headPosition: 'Главный врач',
    headName: 'Петров Иван Сергеевич',
  },
  contact: PERSON,
  newUser: { ...PERSON, roles: [], sameRolesAs: 'Сидорова Анна Ивановна' },
  description: null,
  consent: { accepted: true, version: '2026-11' },
};

/** The body of `POST cases` with a certificate of 2 KB. */
export function caseBody() {
  const part = (head, content) => Buffer.concat([Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
  return Buffer.concat([
    part('Content-Disposition: form-data; name="case"', Buffer.from(JSON.stringify(CASE))),
    part('Content-Disposition: form-data; name="certificate"; filename="ivanova.cer"\r\nContent-Type: application/octet-stream', certificateOf(2048)),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
}
