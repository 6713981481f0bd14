/**
 * The file as text, for what is ASCII whatever the encoding: zero octets of UTF-16 and byte order marks are taken out.
 * Cyrillic text comes out as noise, which is fine: PEM, base64 and key marks are ASCII.
 */
export function asPlainText(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf)+/, '')
    .replace(/\\[rn]/g, '\n');
}

/** One block of a PEM file (RFC 7468); `der` is `null` when the block is not base64. */
export interface PemBlock {
  label: string;
  der: Uint8Array | null;
}

/** Blocks of a PEM file in order; `isBroken` when a block lacks its beginning or its end. */
export interface PemFile {
  blocks: PemBlock[];
  isBroken: boolean;
}

/** Reads PEM whatever stands around the blocks and however lines are broken; `null` when there is no mark of PEM at all. */
export function readPem(text: string): PemFile | null {
  if (!/-----(?:BEGIN|END) /.test(text)) return null;
  const blocks: PemBlock[] = [];
  let open: { label: string; from: number } | null = null;
  let broken = false;
  for (const mark of text.matchAll(/-----(BEGIN|END) ([^-\r\n]{0,60})-----/g)) {
    const isBegin = mark[1] === 'BEGIN';
    if (isBegin === (open !== null)) broken = true;
    if (!isBegin && open) blocks.push({ label: open.label, der: decodeBody(text.slice(open.from, mark.index)) });
    open = isBegin ? { label: (mark[2] ?? '').trim(), from: mark.index + mark[0].length } : null;
  }
  return { blocks, isBroken: broken || open !== null || blocks.length === 0 };
}

/** Decodes base64, also of the alphabet for addresses (RFC 4648, 5), with whitespace anywhere; `null` when there is any other character or nothing. */
export function decodeBase64(text: string): Uint8Array | null {
  const compact = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : null;
}

/** Header lines («Proc-Type: …», RFC 1421) are no part of the base64. */
function decodeBody(body: string): Uint8Array | null {
  const lines = body.split(/[\r\n]+/).filter((line) => !line.includes(':'));
  return decodeBase64(lines.join(''));
}
