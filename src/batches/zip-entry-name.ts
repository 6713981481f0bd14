const UTF8_FLAG = 0x800;

/** A file's name in an archive: UTF-8 where it is, else the code page in which Russian Windows writes names. */
export function zipEntryName(raw: Uint8Array, flags: number): string {
  if ((flags & UTF8_FLAG) !== 0) return new TextDecoder().decode(raw);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return new TextDecoder('ibm866').decode(raw);
  }
}

/** What archivers and systems put beside the files. */
export function isNoise(name: string): boolean {
  return /[/\\]$|(^|[/\\])(__MACOSX[/\\]|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)/i.test(name);
}
