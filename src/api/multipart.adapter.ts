import type {} from '@fastify/multipart';
import { finished } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from '../cases/new-case.js';
import { DomainError } from '../platform/domain-error.js';
import { JSON_LIMIT } from './limits.js';

/** Parts of a multipart request, in memory only: nothing that was uploaded touches the disk. */
export interface MultipartParts {
  /** Files and JSON parts. */
  files: Map<string, UploadedFile>;
  /** Parts that are no files. */
  fields: Map<string, unknown>;
}

/**
 * For the parser: what is handed over as octets. JSON parts always, whatever they call themselves, since the plugin would parse a cut-off one itself and say less;
 * else whatever has a file name or calls itself anything but plain text.
 */
export function partIsFile(jsonParts: readonly string[]): (name: string | undefined, mediaType: string | undefined, fileName: string | undefined) => boolean {
  return (name, mediaType, fileName) => fileName !== undefined || mediaType !== 'text/plain' || (name !== undefined && jsonParts.includes(name));
}

/**
 * Reads the parts whose names are in `limits` (largest size in bytes by name); others are passed over. `jsonParts`: those of them that {@link jsonPart} will read.
 * @throws DomainError `too-large`, `not-multipart`, `too-many-files` when a part comes twice: which one is meant is not guessed.
 */
export async function readParts(request: FastifyRequest, limits: Record<string, number>, jsonParts: readonly string[] = []): Promise<MultipartParts> {
  if (!request.isMultipart()) throw new DomainError('unsupported', 'not-multipart');
  const files = new Map<string, UploadedFile>();
  const fields = new Map<string, unknown>();
  const largest = Math.max(...Object.values(limits));
  try {
    for await (const part of request.parts({ isPartAFile: partIsFile(jsonParts), limits: { fileSize: largest + 1, fieldSize: JSON_LIMIT, files: 8, parts: 20 } })) {
      const limit = limits[part.fieldname] ?? 0;
      if (limit > 0 && (files.has(part.fieldname) || fields.has(part.fieldname))) throw cameTwice(part.fieldname);
      if (part.type === 'field') fields.set(part.fieldname, part.value);
      else if (limit === 0) part.file.resume();
      else files.set(part.fieldname, { name: part.filename ?? '', bytes: await readPart(part.file, limit, jsonParts.includes(part.fieldname) ? {} : { kind: 'too-large' }) });
    }
  } catch (error) {
    await readAway(request);
    throw error;
  }
  return { files, fields };
}

/** Reads the rest of a request that is refused in its middle: else the client may miss the answer, and its connection serves no further request. */
export async function readAway({ raw }: FastifyRequest): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  await finished(raw.resume(), { writable: false }).catch(() => undefined);
}

/** The bytes of a part; what is over `limit` is read, so that the client hears the answer, but not kept. @throws DomainError `too-large`, with `extra`. */
export async function readPart(part: AsyncIterable<Uint8Array>, limit: number, extra: Record<string, string> = {}): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of part) if ((size += chunk.length) <= limit) chunks.push(chunk);
  if (size > limit) throw new DomainError('too-large', 'too-large', { extra });
  return Buffer.concat(chunks);
}

/** One part came twice. */
export function cameTwice(name: string): DomainError {
  return new DomainError('invalid', 'too-many-files', { faults: [{ path: name, code: 'twice' }] });
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

/** A part that should have been a file is none. */
export function fileMissing(name: string): DomainError {
  return new DomainError('invalid', 'file-missing', { params: { field: name }, faults: [{ path: name, code: 'required' }] });
}

/** The JSON part of a case. @throws DomainError `case-part-missing`, `malformed-json`. */
export function jsonPart({ files }: MultipartParts, name: string): unknown {
  const part = files.get(name);
  if (!part) throw new DomainError('invalid', 'case-part-missing', { faults: [{ path: name, code: 'required' }] });
  return readJson(name, part.bytes);
}

/** The JSON of a part; a byte order mark is passed over. @throws DomainError `malformed-json`. */
export function readJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new DomainError('invalid', 'malformed-json', { faults: [{ path: name, code: 'object' }] });
  }
}
