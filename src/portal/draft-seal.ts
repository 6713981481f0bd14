import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A case as its draft remembers it after sending: what the done page needs to find it again. */
export interface CaseLink {
  number: string;
  accessKey: string;
}

/** A new cookie value: 256 random bits. */
export function newDraftToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database knows of a cookie. */
export function hashDraftToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Seals the link with a key that only the browser's cookie gives, so that the database alone opens no case. */
export function sealCaseLink(link: CaseLink, token: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealKey(token), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(link), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Opens what {@link sealCaseLink} made. Throws when the token is another one or the bytes were changed. */
export function openCaseLink(sealed: Buffer, token: string): CaseLink {
  const decipher = createDecipheriv('aes-256-gcm', sealKey(token), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')) as CaseLink;
}

function sealKey(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'certdesk draft seal', 32));
}
