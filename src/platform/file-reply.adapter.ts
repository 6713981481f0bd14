import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';

interface NamedFile {
  fileName: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** Sends a file to be saved. */
export function sendFile(reply: FastifyReply, file: NamedFile): void {
  send(reply, file, disposition('attachment', file.fileName));
}

/** Sends a file to be looked at in the page; only for kinds that carry no script, never for HTML or SVG. */
export function showFile(reply: FastifyReply, file: NamedFile): void {
  send(reply, file, disposition('inline', file.fileName));
}

/** Sends a file to be saved that is made while it is read. An error breaks the download off: the browser says that it failed instead of keeping half a file. */
export function sendStream(reply: FastifyReply, { fileName, mediaType, stream }: { fileName: string; mediaType: string; stream: Readable }): void {
  void headed(reply, mediaType, disposition('attachment', fileName)).send(stream);
}

function send(reply: FastifyReply, { mediaType, bytes }: NamedFile, contentDisposition: string): void {
  void headed(reply, mediaType, contentDisposition).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function headed(reply: FastifyReply, mediaType: string, contentDisposition: string): FastifyReply {
  return reply.header('content-disposition', contentDisposition).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff').type(mediaType);
}

/** The `Content-Disposition` of a file under a name that may be Cyrillic (RFC 6266, RFC 8187). */
function disposition(kind: 'attachment' | 'inline', fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
