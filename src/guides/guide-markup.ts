import { createHash } from 'node:crypto';
import createMarkdown, { type MarkdownIt, type Token } from 'markdown-it';
import container from 'markdown-it-container';
import type { GuideFault, GuideSection } from './guide.js';

/** What Markdown needs besides its text. */
export interface MarkupContext {
  /** SVG by name, for `::: drawing <name>`. */
  drawings: ReadonlyMap<string, string>;
  /** Fills `{{name}}`. */
  values: Readonly<Record<string, string>>;
  /** Headings of the boxes. */
  words: { note: string; unconfirmed: string };
  /** Ordered steps get a name of their own, by which a browser keeps what is done. */
  checklist: boolean;
}

/** The text of a guide: safe HTML in parts, and what is wrong with it. */
export interface Markup {
  intro: string;
  sections: GuideSection[];
  links: string[];
  faults: GuideFault[];
}

const ID = /\s*\{#([a-z][a-z0-9-]*)\}$/;

/**
 * Renders Markdown: no HTML of the author's, no pictures from elsewhere, links only to pages here, the web and mail.
 * Boxes: `::: note` (editor's note), `::: unconfirmed <host>` (nobody could confirm this; where to look), `::: drawing <name>`.
 */
export function renderMarkup(markdown: string, context: MarkupContext): Markup {
  const md = markup(context);
  const filled = markdown.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => context.values[name] ?? whole);
  const tokens = md.parse(filled, {});
  const parts = splitByHeading(tokens);
  const render = (part: Token[]): string => md.renderer.render(part, md.options, {});
  const [intro = [], ...rest] = parts;
  const sections = rest.map((part, index): GuideSection => {
    const heading = part[1]?.content ?? '';
    const body = part.slice(3);
    return { id: ID.exec(heading)?.[1] ?? `part-${index + 1}`, title: heading.replace(ID, ''), html: render(body), text: textOf(body) };
  });
  return { intro: render(intro), sections, links: linksOf(tokens), faults: faultsOf(tokens, sections, context) };
}

function markup({ drawings, words, checklist }: MarkupContext): MarkdownIt {
  const md = createMarkdown({ html: false, linkify: false });
  md.disable(['image']);
  md.validateLink = (url) => /^(?:https?:\/\/|mailto:|#|\/(?![/\\]))/i.test(url.trim());
  const { escapeHtml } = md.utils;
  const parameter = (token: Token | undefined): string => token?.info.trim().split(/\s+/)[1] ?? '';
  const box = (name: string, open: (parameter: string) => string, close: string): void => {
    container(md, name, { render: (all: Token[], at: number) => (all[at]?.nesting === 1 ? open(parameter(all[at])) : close) });
  };
  box('note', () => `<div class="guide-note"><p class="guide-box-title">${escapeHtml(words.note)}</p>\n`, '</div>\n');
  box(
    'unconfirmed',
    (host) => `<div class="guide-unconfirmed"><p class="guide-box-title">${escapeHtml(words.unconfirmed)} <a href="https://${escapeHtml(hostOf(host))}/" rel="noreferrer">${escapeHtml(hostOf(host))}</a></p>\n`,
    '</div>\n',
  );
  box('drawing', (name) => `<div class="guide-drawing">${drawings.get(name) ?? ''}`, '</div>\n');
  md.renderer.rules['table_open'] = () => '<div class="table-scroll" tabindex="0"><table class="guide-table">\n';
  md.renderer.rules['table_close'] = () => '</table></div>\n';
  md.renderer.rules['link_open'] = (all, at, options, _env, self) => {
    if (/^https?:/i.test(String(all[at]?.attrGet('href')))) all[at]?.attrSet('rel', 'noreferrer');
    return self.renderToken(all, at, options);
  };
  md.renderer.rules['list_item_open'] = (all, at, options, _env, self) => {
    const item = all[at];
    // Ordered items carry their number.
    if (checklist && item?.info) item.attrSet('data-step', stepName(textOf(all.slice(at, at + 3))));
    return self.renderToken(all, at, options);
  };
  return md;
}

/** Only the name of a host comes out, whatever was written. */
function hostOf(text: string): string {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text) ? text : 'zakupki.gov.ru';
}

/** Changes with the step's words: a step that says something else is not done yet. */
function stepName(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

function splitByHeading(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'heading_open' && token.tag === 'h2' && token.level === 0) parts.push([]);
    parts.at(-1)?.push(token);
  }
  return parts;
}

function textOf(tokens: Token[]): string {
  const words = tokens.filter(({ type }) => type === 'inline').map(({ children }) => (children ?? []).map((child) => (child.type.endsWith('break') ? ' ' : child.content)).join(''));
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

function linksOf(tokens: Token[]): string[] {
  const hrefs = tokens.flatMap(({ children }) => children ?? []).map((child) => (child.type === 'link_open' ? String(child.attrGet('href')) : ''));
  return hrefs.filter((href) => href.startsWith('/help/')).map((href) => href.slice('/help/'.length).replace(/[#?].*$/, ''));
}

function faultsOf(tokens: Token[], sections: GuideSection[], { drawings }: MarkupContext): GuideFault[] {
  const faults: GuideFault[] = [];
  if (sections.length === 0) faults.push({ code: 'empty' });
  if (tokens.some(({ type, tag }) => type === 'heading_open' && !['h2', 'h3'].includes(tag))) faults.push({ code: 'heading' });
  const twice = sections.map(({ id }) => id).find((id, index, ids) => ids.indexOf(id) !== index);
  if (twice) faults.push({ code: 'section-id', params: { id: twice } });
  for (const { type, info } of tokens) {
    const name = info.trim().split(/\s+/)[1] ?? '';
    if (type === 'container_drawing_open' && !drawings.has(name)) faults.push({ code: 'drawing', params: { name } });
  }
  return faults;
}
