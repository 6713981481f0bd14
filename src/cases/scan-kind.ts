/** Formats in which a signed letter may come (public contract). */
export interface ScanKind {
  extension: 'pdf' | 'jpg' | 'png' | 'tif';
  mediaType: string;
}

const KINDS: { starts: number[]; kind: ScanKind }[] = [
  { starts: [0xff, 0xd8, 0xff], kind: { extension: 'jpg', mediaType: 'image/jpeg' } },
  { starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], kind: { extension: 'png', mediaType: 'image/png' } },
  { starts: [0x49, 0x49, 0x2a, 0x00], kind: { extension: 'tif', mediaType: 'image/tiff' } },
  { starts: [0x4d, 0x4d, 0x00, 0x2a], kind: { extension: 'tif', mediaType: 'image/tiff' } },
];
const PDF: ScanKind = { extension: 'pdf', mediaType: 'application/pdf' };
/** Some scanners write a byte order mark or blank lines before the header. */
const PDF_START = /^(?:\u00ef\u00bb\u00bf)?\s{0,64}%PDF-/;

/** What a scan is by its first bytes, `null` when none of the accepted kinds. */
export function scanKind(bytes: Uint8Array): ScanKind | null {
  const found = KINDS.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte));
  if (found) return found.kind;
  return PDF_START.test(Buffer.from(bytes.subarray(0, 80)).toString('latin1')) ? PDF : null;
}
