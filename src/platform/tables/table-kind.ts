import type { TableRefusalKind } from './table-refusal.js';

/** What a file is by its first bytes: a container to look into, text, or a reason to refuse it. */
export type TableKind = 'zip' | 'ole' | 'text' | { refused: TableRefusalKind };

/** How much of the file {@link tableKind} wants to see. */
export const HEAD_BYTES = 64 * 1024;

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, index) => bytes[index] === byte);

/** The old binary Excel, each version with its own first record. */
const isBareBiff = (head: Uint8Array): boolean => head[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(head[1] ?? -1) && (head[2] ?? 99) <= 0x10 && head[3] === 0;

/** Looks at the content alone; names and extensions lie. `size` is that of the whole file. */
export function tableKind(head: Uint8Array, size: number): TableKind {
  if (size === 0) return { refused: 'empty' };
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) return 'zip';
  if (startsWith(head, 0x50, 0x4b, 0x05, 0x06)) return { refused: 'empty' };
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) return 'ole';
  if (isBareBiff(head)) return { refused: 'xls' };
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) return { refused: 'pdf' };
  if (startsWith(head, 0x52, 0x61, 0x72, 0x21) || startsWith(head, 0x37, 0x7a, 0xbc, 0xaf) || startsWith(head, 0x1f, 0x8b)) return { refused: 'archive' };
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff) || zeroBytes(head) === 'utf-16') return 'text';
  if (zeroBytes(head) === 'binary') return { refused: 'binary' };
  return markup(head) ?? 'text';
}

/** Zero bytes stand on one side only where text is UTF-16 without a mark. */
export function zeroBytes(head: Uint8Array): 'none' | 'utf-16' | 'binary' {
  const { even, odd } = zeroSides(head);
  if (even + odd === 0) return 'none';
  const pairs = head.length / 2;
  return Math.min(even, odd) <= pairs / 100 && Math.max(even, odd) > pairs / 20 ? 'utf-16' : 'binary';
}

/** How many zero bytes stand at even and at odd places. */
export function zeroSides(head: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < head.length; index++) {
    if (head[index] !== 0) continue;
    if (index % 2 === 0) even++;
    else odd++;
  }
  return { even, odd };
}

function markup(head: Uint8Array): { refused: TableRefusalKind } | null {
  const start = Buffer.from(head.subarray(0, 2_000)).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<table|<meta|mime-version:)/.test(start) || /^<\?xml[^>]*>\s*<html/.test(start)) return { refused: 'html' };
  if (/^<\?xml|^<workbook/.test(start)) return { refused: 'xml' };
  return start.startsWith('{\\rtf') ? { refused: 'binary' } : null;
}

/**
 * What an OLE file is by the sector that holds its directory: Office keeps a workbook under a password as `EncryptedPackage`.
 * Everything else is taken for the old Excel, which is what people mean to bring.
 */
export function oleKind(directory: Uint8Array): TableRefusalKind {
  return Buffer.from(directory).toString('utf16le').includes('EncryptedPackage') ? 'password' : 'xls';
}

/** Where the directory of an OLE file begins, in bytes. */
export function oleDirectoryOffset(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.byteLength < 0x34) return 0;
  return (view.getUint32(0x30, true) + 1) * 2 ** Math.min(view.getUint16(0x1e, true), 12);
}
