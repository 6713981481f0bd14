import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** Clocks may differ by one step either way. */
const WINDOW = 1;

function totp(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Certdesk', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });
}

/** A new secret, base32, 160 bits. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that a QR code carries into an authenticator. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** The step (30 s since 1970) that a code belongs to; `null` when it is wrong now. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}
