import { withoutTags } from '../../../platform/untrusted-text.js';

/** Text for a desk that keeps rich text: nothing of it becomes markup, lines stay lines. */
export function asHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>');
}

/** The visible text of what a desk keeps, its lines as lines. */
export function plainText(html: string): string {
  const decoded = html.replace(/&#?(\w+);/g, (all, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '60': '<', '62': '>', '38': '&' })[name] ?? all);
  return withoutTags(decoded.replace(/<br\s*\/?>|<\/p>/gi, '\n'), ' ').trim();
}
