import type { ParcelFile } from '../../parcel.js';

/** A file for a form. */
export function fileOf({ bytes, mediaType }: ParcelFile): Blob {
  return new Blob([new Uint8Array(bytes)], { type: mediaType });
}

/** Files that a ticket does not have yet, by their names. */
export function missingFiles(files: ParcelFile[], there: readonly string[]): ParcelFile[] {
  return files.filter(({ fileName }) => !there.includes(fileName));
}
