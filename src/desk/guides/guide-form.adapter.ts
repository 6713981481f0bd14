import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

/** A guide as typed. `action`: which button was pressed. */
export interface GuideForm {
  slug: string;
  text: string;
  revision: string;
  action: string;
}

const FIELDS = ['slug', 'text', 'revision', 'action'] as const;

/** Reads the form as multipart: percent signs would make Cyrillic text three times as long. Files are passed over; the NUL that PostgreSQL cannot hold is dropped. */
export async function readGuideForm(request: FastifyRequest): Promise<GuideForm> {
  const form: GuideForm = { slug: '', text: '', revision: '', action: '' };
  if (!request.isMultipart()) return form;
  for await (const part of request.parts()) {
    const name = FIELDS.find((field) => field === part.fieldname);
    if (part.type === 'file') part.file.resume();
    else if (name && typeof part.value === 'string') form[name] = part.value.replaceAll('\0', '').replace(/\r\n?/g, '\n');
  }
  return { ...form, slug: form.slug.trim() };
}
