import { createHash } from 'node:crypto';

/** A header as it is compared: `Фамилия_Имя*` is `фамилия имя`; `СНИЛС, №` is `снилс, №`. */
export function foldHeader(header: string): string {
  const spaced = header.replace(/([a-zа-яё])([A-ZА-ЯЁ][a-zа-яё])/g, '$1 $2');
  return spaced.toLowerCase().replace(/ё/g, 'е').replace(/[_*/\\]+/g, ' ').replace(/\s+/g, ' ').trim();
}

/** What two tables have in common when their columns are named alike, as SHA-256; order matters, as a mapping goes by position. */
export function headerFingerprint(names: readonly string[]): Buffer {
  return createHash('sha256').update(names.map(foldHeader).join('\u001f')).digest();
}
