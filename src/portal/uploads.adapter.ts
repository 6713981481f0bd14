import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from '../cases/new-case.js';

/** A file of a form, or that it was larger than allowed (then its bytes are gone). */
export type Upload = UploadedFile | 'too-large';

/** Reads the files of a multipart form into memory, never to disk. A field without a chosen file is left out. */
export async function readUploads(request: FastifyRequest, maxBytes: number): Promise<Map<string, Upload>> {
  const uploads = new Map<string, Upload>();
  if (!request.isMultipart()) return uploads;
  for await (const part of request.parts({ limits: { fileSize: maxBytes + 1 } })) {
    if (part.type !== 'file') continue;
    const bytes = await part.toBuffer().catch((error: { code?: string }) => {
      if (error.code === 'FST_REQ_FILE_TOO_LARGE') return null;
      throw error as Error;
    });
    if (bytes === null || bytes.length > maxBytes) uploads.set(part.fieldname, 'too-large');
    else if (part.filename || bytes.length > 0) uploads.set(part.fieldname, { name: part.filename, bytes });
  }
  return uploads;
}
