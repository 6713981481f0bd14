import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { russianDate } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Guide } from './guide.js';
import type { GuidePart } from './guide-catalogue.js';

/** What `templates/pages/help/_guide.hbs` shows. */
export interface GuideView {
  slug: string;
  title: string;
  summary: string;
  system: string;
  audience: string;
  statusKey: Guide['status'];
  status: string;
  checkedOn: string;
  sources: Guide['sources'];
  intro: string;
  sections: { id: string; title: string; html: string }[];
  /** A table of contents is worth its place. */
  contents: boolean;
  checklist: boolean;
}

/** The part of a guide that belongs to a verdict, for `templates/pages/_guide-part.hbs`. */
export interface GuidePartView {
  title: string;
  html: string;
  href: string;
  guideTitle: string;
}

/** A guide that an operator can send: its absolute address. */
export interface GuideLink {
  title: string;
  url: string;
}

/** Puts guides into words. */
@Injectable()
export class GuidePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  present(guide: Guide): GuideView {
    const { slug, title, summary, sources, intro, sections, kind, status, checkedOn } = guide;
    return {
      slug,
      title,
      summary,
      system: this.system(guide.system),
      audience: guide.audience.map((who) => this.templates.message(`guides.audiences.${who}`)).join(', '),
      statusKey: status,
      status: this.templates.message(`guides.statuses.${status}`),
      checkedOn: russianDate(checkedOn),
      sources,
      intro,
      sections,
      contents: sections.length > 3,
      checklist: kind === 'checklist',
    };
  }

  system(system: Guide['system']): string {
    return this.templates.message(`guides.systems.${system}`);
  }

  part(part: GuidePart | null): GuidePartView | null {
    if (!part) return null;
    const { guide, section } = part;
    // Whoever reads it there is on his way to a case already.
    const html = section.html.replace(/<a href="\/">(.*?)<\/a>/gs, '$1');
    return { title: section.title, html, href: `/help/${guide.slug}#${section.id}`, guideTitle: guide.title };
  }

  /** The part for this verdict first, then the guide and what is related to it. */
  links(part: GuidePart | null, related: readonly Guide[]): GuideLink[] {
    const url = (path: string): string => `${this.config.baseUrl}/help/${path}`;
    if (!part) return related.map(({ slug, title }) => ({ title, url: url(slug) }));
    const { guide, section } = part;
    const others = related.filter(({ slug }) => slug !== guide.slug).map(({ slug, title }) => ({ title, url: url(slug) }));
    return [{ title: section.title, url: url(`${guide.slug}#${section.id}`) }, { title: guide.title, url: url(guide.slug) }, ...others];
  }
}
