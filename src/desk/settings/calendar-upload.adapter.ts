import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/domain-error.js';

const LONGEST = 64 * 1024;

/** The posted text of a calendar: a chosen file goes before what was pasted. @throws DomainError `too-large`. */
export async function readCalendarUpload(request: FastifyRequest): Promise<{ json: string; version: string }> {
  const read = { json: '', version: '' };
  let file = '';
  if (!request.isMultipart()) return read;
  for await (const part of request.parts({ limits: { fileSize: LONGEST, fieldSize: LONGEST } })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer().catch(() => null);
      if (bytes === null) throw new DomainError('too-large', 'too-large');
      file = bytes.toString('utf8').replace(/^\uFEFF/, '');
    } else if (part.fieldname === 'json' || part.fieldname === 'version') read[part.fieldname] = String(part.value).replaceAll('\0', '');
  }
  return { ...read, json: file.trim() || read.json };
}
