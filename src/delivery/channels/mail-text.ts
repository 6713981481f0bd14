import { withoutSnils } from '../../certificates/hidden-snils.js';
import { isBareAddress } from '../../platform/mail-address.js';

/** Control characters and separators part words; formatting (zero-width, bidi, soft hyphens) and lone surrogates stand inside them. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const UNSEEN = /[\p{Cf}\p{Cs}\p{Variation_Selector}]+/gu;

/**
 * Makes one harmless line of a text somebody typed: no line break that could start a header or a forged line,
 * no character that turns the reading direction. Longer than `max` characters: cut, with an ellipsis.
 */
export function oneLine(text: string, max = 500): string {
  const clean = text.replace(UNSEEN, '').replace(BREAKS, ' ').replace(/ {2,}/g, ' ').trim();
  const characters = [...clean];
  return characters.length <= max ? clean : `${characters.slice(0, max - 1).join('').trimEnd()}…`;
}

/** The same for a text of several lines: line breaks stay, at most one empty line in a row. */
export function severalLines(text: string): string {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => oneLine(line, 5000));
  return lines.join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

/** One line that goes out to others: without a full СНИЛС. */
export function outwardLine(text: string, max = 500): string {
  return oneLine(withoutSnils(oneLine(text, Infinity)), max);
}

/** Several lines that go out to others: without a full СНИЛС. */
export function outwardLines(text: string): string {
  return withoutSnils(severalLines(text));
}

/** A name under which an attachment can be saved on Windows, macOS and Linux; Cyrillic and the ending are kept, a full СНИЛС is not. */
export function attachmentName(fileName: string): string {
  const clean = withoutSnils(oneLine(fileName, 1000), '_').replace(/[\\/:*?"<>|]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = /\.[\p{L}\p{N}]{1,8}$/u.exec(clean)?.[0] ?? '';
  return `${oneLine(clean.slice(0, clean.length - ending.length), 120)}${ending}` || 'file';
}

/** The bare address of a sender such as `Certdesk <certdesk@example.ru>`. */
export function bareSender(mailFrom: string): string {
  return /<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;
}

/** A mail cannot go to an address, however often it is tried. */
export class ImpossibleAddress extends Error {}

/**
 * The address as it may stand in a header and an envelope.
 * @throws ImpossibleAddress when it could be read as anything but one bare address; such input was turned away long before.
 */
export function bareAddress(address: string): string {
  const clean = address.trim();
  if (!isBareAddress(clean)) throw new ImpossibleAddress('not one bare mail address');
  return clean;
}
