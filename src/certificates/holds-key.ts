import { findKeyMaterial } from './key-material.js';
import { asPlainText } from './text-armour.js';

/** Whether a secret key lies anywhere in these octets, also as text of two octets a letter: then they must not be kept. */
export function holdsKey(bytes: Uint8Array): boolean {
  return findKeyMaterial(bytes, asPlainText(bytes)) !== null;
}
