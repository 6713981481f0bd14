import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedKey, openText, sealText } from '../platform/sealed-text.js';

const MAC_BYTES = 24;
const ID_BYTES = 16;

/** Keys of the accounts, each derived from the installation's secret under a label of its own (HKDF-SHA-256). */
export class AccountKeys {
  private readonly links: Buffer;
  private readonly seals: Buffer;
  private readonly hashes: Buffer;

  constructor(secret: string) {
    const derive = (label: string): Buffer => derivedKey(secret, `certdesk accounts ${label}`);
    this.links = derive('links');
    this.seals = derive('seals');
    this.hashes = derive('hashes');
  }

  /** The token of a one-time link: the row's id and a MAC over it, 54 characters. Derived, so that it is stored nowhere. */
  linkToken(linkId: string): string {
    return Buffer.concat([Buffer.from(linkId.replaceAll('-', ''), 'hex'), this.linkMac(linkId)]).toString('base64url');
  }

  /** The id of the row that a token belongs to; `null` when it was not made here. */
  linkId(token: string): string | null {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== ID_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null;
    const id = bytes.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return timingSafeEqual(bytes.subarray(ID_BYTES), this.linkMac(id)) ? id : null;
  }

  /** Seals a text with AES-256-GCM; `context` has to be the same at opening. */
  seal(text: string, context: string): Buffer {
    return sealText(this.seals, text, context);
  }

  /** Opens what {@link seal} made; `null` when it was changed, sealed for something else or with another key. */
  open(sealed: Buffer, context: string): string | null {
    return openText(this.seals, sealed, context);
  }

  /** A hash that nobody can compute without the installation's secret, for values too easy to guess. */
  hash(purpose: string, ...parts: string[]): Buffer {
    return createHmac('sha256', this.hashes).update(JSON.stringify([purpose, ...parts])).digest();
  }

  private linkMac(id: string): Buffer {
    return createHmac('sha256', this.links).update(id).digest().subarray(0, MAC_BYTES);
  }
}

/** A new cookie value: 256 random bits. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database knows of a cookie. */
export function sessionHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
