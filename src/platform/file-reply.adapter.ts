import type { FastifyReply } from 'fastify';

/** The `Content-Disposition` of a file to be saved, under a name that may be Cyrillic (RFC 6266, RFC 8187). */
export function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Sends a file to be saved. */
export function sendFile(reply: FastifyReply, file: { fileName: string; mediaType: string; bytes: Uint8Array }): void {
  void reply
    .header('content-disposition', attachment(file.fileName))
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .type(file.mediaType)
    .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
}
