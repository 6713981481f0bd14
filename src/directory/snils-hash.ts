import { createHmac } from 'node:crypto';

/** What the directory keeps of a СНИЛС. */
export interface KeptSnils {
  /** HMAC-SHA-256, 32 bytes: tells whether two are the same, and nothing else without the installation's secret. */
  hash: Buffer;
  /** Last 3 digits, for people. */
  tail: string;
}

/**
 * What may be kept of a СНИЛС. Everything that is no digit is dropped («112-233-445 95»); a number that lost its leading
 * zeros in a table is filled up. `null` for what cannot be one: no digits, more than 11, fewer than 9, all the same.
 * `secret`: the installation's (`SECRET_KEY`). With another secret old hashes match nothing, see {@link snilsKey}.
 */
export function keepSnils(snils: string, secret: string): KeptSnils | null {
  const digits = snils.replace(/\D/g, '');
  if (digits.length < 9 || digits.length > 11) return null;
  const whole = digits.padStart(11, '0');
  if (/^(\d)\1*$/.test(whole)) return null;
  return { hash: createHmac('sha256', secret).update(`directory-snils:${whole}`).digest(), tail: whole.slice(-3) };
}

/** Names the secret without giving it away: kept with a version, so that hashes of another secret are known for what they are. */
export function snilsKey(secret: string): string {
  return createHmac('sha256', secret).update('directory-snils-key').digest('hex').slice(0, 16);
}
