import { domainToASCII } from 'node:url';

const ATOM = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]*[\\p{L}\\p{M}\\p{N}])?';
const BARE = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})*$`, 'u');
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
const LONGEST = 254;

/**
 * The one definition of a bare mail address, for what is taken in and for what goes out: a dot-atom, «@» and a host name
 * (RFC 5322, letters of any script as in RFC 6531). No quotes, no domain in brackets, no invisible character.
 */
export function isBareAddress(address: string): boolean {
  return address.length <= LONGEST && BARE.test(address) && !UNSEEN.test(address) && domainToASCII(hostOf(address)) !== '';
}

/** Whether people can be written to there from outside: a bare address at a name with a dot, whose last part is no number. */
export function isPublicAddress(address: string): boolean {
  return isBareAddress(address) && /\.(?=[^.]*\p{L})[^.]{2,}$/u.test(hostOf(address));
}

/** Whether every mail server takes it. The other ones, with letters beyond ASCII before the «@», need SMTPUTF8 all the way (RFC 6531). */
export function isAsciiLocal(address: string): boolean {
  return /^[\x21-\x7e]+@/.test(address);
}

/**
 * An address as typed or copied, without white space around it and without the soft hyphens and zero-width characters that come along.
 * Characters that turn the reading direction stay: what is shown is then not what is written, so the address must be refused.
 */
export function typedAddress(address: string): string {
  return address.replace(/(?!\p{Bidi_Control})[\p{Cf}\p{Variation_Selector}]/gu, '').trim();
}

function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
