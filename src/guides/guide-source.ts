import { parse, YAMLParseError } from 'yaml';
import { type Guide, type GuideFault, guideHead } from './guide.js';
import { type MarkupContext, renderMarkup } from './guide-markup.js';

/** A guide's text as read: the guide, or what to mend. */
export type GuideReading = { ok: true; guide: Guide } | { ok: false; faults: GuideFault[] };

const FRONT_MATTER = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/;

/** Reads Markdown with front matter. Pure; every fault is told at once. */
export function readGuide(slug: string, text: string, context: Omit<MarkupContext, 'checklist'>): GuideReading {
  const [, front, body = ''] = FRONT_MATTER.exec(text) ?? [];
  if (front === undefined) return { ok: false, faults: [{ code: 'front-matter' }] };
  let raw: unknown;
  try {
    raw = parse(front);
  } catch (error) {
    return { ok: false, faults: [{ code: 'yaml', params: { line: String(lineOf(error) + 1) } }] };
  }
  const head = guideHead.safeParse(raw);
  const { faults, ...markup } = renderMarkup(body.replace(/\r\n?/g, '\n'), { ...context, checklist: head.success && head.data.kind === 'checklist' });
  if (!head.success) {
    const fields = new Set(head.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || '---'])));
    return { ok: false, faults: [...[...fields].map((field): GuideFault => ({ code: 'field', params: { field } })), ...faults] };
  }
  const ids = new Set(markup.sections.map(({ id }) => id));
  for (const id of Object.values(head.data.categories)) if (!ids.has(id)) faults.push({ code: 'no-section', params: { id } });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, guide: { slug, ...head.data, ...markup } };
}

/** Line of the front matter, counted from 1. */
function lineOf(error: unknown): number {
  return error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 1) : 1;
}
