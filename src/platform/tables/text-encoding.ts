import { isAscii, isUtf8 } from 'node:buffer';
import { zeroBytes, zeroSides } from './table-kind.js';

/** Encodings that tables come in; names as `TextDecoder` knows them. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'ibm866';

/**
 * The encoding of a text by its first bytes, or `ascii` when they fit all of them and more has to be looked at.
 * A text that is no UTF-8 is taken for windows-1251, or for code page 866, in which Excel writes «CSV (MS-DOS)»: Russian programs write nothing else.
 */
export function textEncoding(head: Uint8Array): TextEncoding | 'ascii' {
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (zeroBytes(head) === 'utf-16') return sideOfZeros(head);
  if (isAscii(head)) return 'ascii';
  return isUtf8(wholeCharacters(head)) ? 'utf-8' : codePage(head);
}

/** Capitals and half of the small letters stand where the other code page has signs that are rare in a table. */
function codePage(head: Uint8Array): 'windows-1251' | 'ibm866' {
  let [dos, windows] = [0, 0];
  for (const byte of head) {
    if (byte >= 0x80 && byte <= 0xaf) dos++;
    else if ((byte >= 0xc0 && byte <= 0xdf) || byte >= 0xf2) windows++;
  }
  return dos > windows ? 'ibm866' : 'windows-1251';
}

/** High bytes of Latin letters, digits and separators are zero: which side they stand on gives the order away. */
function sideOfZeros(head: Uint8Array): TextEncoding {
  const { even, odd } = zeroSides(head);
  return odd >= even ? 'utf-16le' : 'utf-16be';
}

/** Without the bytes of a character that the end of the piece may have cut. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}
