import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from '../cases/new-case.js';
import { DomainError } from '../platform/domain-error.js';
import { JSON_LIMIT } from './limits.js';

/** Parts of a multipart request, in memory only: nothing that was uploaded touches the disk. */
export interface MultipartParts {
  files: Map<string, UploadedFile>;
  /** Parts that are no files; a JSON part sent as a file is in {@link files}. */
  fields: Map<string, unknown>;
}

/**
 * Reads the parts whose names are in `limits` (largest size in bytes by name); others are passed over.
 * @throws DomainError `too-large`, `not-multipart`, `too-many-files` when a part comes twice: which one is meant is not guessed.
 */
export async function readParts(request: FastifyRequest, limits: Record<string, number>): Promise<MultipartParts> {
  if (!request.isMultipart()) throw new DomainError('unsupported', 'not-multipart');
  const files = new Map<string, UploadedFile>();
  const fields = new Map<string, unknown>();
  const largest = Math.max(...Object.values(limits));
  for await (const part of request.parts({ limits: { fileSize: largest + 1, fieldSize: JSON_LIMIT, files: 8, parts: 20 } })) {
    const limit = limits[part.fieldname] ?? 0;
    if (limit > 0 && (files.has(part.fieldname) || fields.has(part.fieldname))) throw new DomainError('invalid', 'too-many-files');
    if (part.type === 'field') {
      if (part.valueTruncated) throw new DomainError('too-large', 'too-large');
      fields.set(part.fieldname, part.value);
      continue;
    }
    if (limit === 0) {
      part.file.resume();
      continue;
    }
    const bytes = await part.toBuffer();
    if (bytes.length > limit) throw new DomainError('too-large', 'too-large', { extra: { kind: 'too-large' } });
    files.set(part.fieldname, { name: part.filename ?? '', bytes });
  }
  return { files, fields };
}

/** A file that must be there. @throws DomainError `file-missing`. */
export function requiredFile({ files }: MultipartParts, name: string): UploadedFile {
  const file = files.get(name);
  if (!file) throw fileMissing(name);
  return file;
}

/** A file that may be left out. @throws DomainError `file-missing` when the part is there but came as text, so that it does not get lost unseen. */
export function optionalFile({ files, fields }: MultipartParts, name: string): UploadedFile | null {
  if (fields.get(name)) throw fileMissing(name);
  return files.get(name) ?? null;
}

function fileMissing(name: string): DomainError {
  return new DomainError('invalid', 'file-missing', { params: { field: name }, faults: [{ path: name, code: 'required' }] });
}

/** A JSON part, however the client sent it. @throws DomainError `case-part-missing`, `malformed-json`, `too-large`. */
export function jsonPart({ fields, files }: MultipartParts, name: string): unknown {
  const value = fields.get(name) ?? files.get(name)?.bytes;
  if (value === undefined) throw new DomainError('invalid', 'case-part-missing', { faults: [{ path: name, code: 'required' }] });
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return value;
  if (value.length > JSON_LIMIT) throw new DomainError('too-large', 'too-large');
  try {
    return JSON.parse(typeof value === 'string' ? value.replace(/^\ufeff/, '') : new TextDecoder('utf-8', { fatal: true }).decode(value)) as unknown;
  } catch {
    throw new DomainError('invalid', 'malformed-json', { faults: [{ path: name, code: 'object' }] });
  }
}
