import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { Guide } from '../../guides/guide.js';
import type { GuideCatalogue } from '../../guides/guide-catalogue.js';
import type { SearchAnswer } from '../../guides/guide-search.service.js';
import { GuidePresenter } from '../../guides/guide.presenter.js';
import { TemplatesService } from '../../platform/templates.service.js';
import type { PageContext } from '../page.service.js';

/** Shapes the pages of the help. */
@Injectable()
export class HelpPresenter {
  constructor(
    private readonly guides: GuidePresenter,
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  index(catalogue: GuideCatalogue): PageContext {
    return {
      title: this.templates.message('guides.titles.help'),
      description: this.templates.message('guides.descriptions.help'),
      canonical: this.url('/help'),
      systems: catalogue.bySystem().map(({ system, guides }) => ({ system, name: this.guides.system(system), guides })),
      found: null,
    };
  }

  guide(guide: Guide, catalogue: GuideCatalogue, noticeCode: string | undefined): PageContext {
    const notice = `guides.notices.${noticeCode}`;
    return {
      ...this.guides.present(guide),
      description: guide.summary,
      canonical: this.url(`/help/${guide.slug}`),
      back: '/help',
      related: guide.related.flatMap((slug) => catalogue.find(slug) ?? []),
      jsonLd: guide.kind === 'questions' ? faqData(guide) : null,
      notice: this.templates.hasMessage(notice) && this.templates.message(notice),
    };
  }

  found(query: string, { results, mended }: SearchAnswer): PageContext {
    return {
      title: query ? this.templates.message('guides.titles.search-for', { query }) : this.templates.message('guides.titles.search'),
      back: '/help',
      noindex: true,
      query,
      mended,
      results,
      rested: `/help/search?rested=1&q=${encodeURIComponent(query)}`,
    };
  }

  /** `sitemap.xml` lists what everybody may find. */
  sitemap(catalogue: GuideCatalogue): object {
    const guides = catalogue.guides.map(({ slug, checkedOn }) => ({ url: this.url(`/help/${slug}`), checkedOn }));
    return { pages: [...['/', '/help', '/help/which', '/help/certificate-check'].map((path) => ({ url: this.url(path) })), ...guides] };
  }

  url(path: string): string {
    return `${this.config.baseUrl}${path}`;
  }
}

/** Questions and answers for search engines (schema.org), as JSON that cannot end the script element it stands in. */
function faqData({ sections }: Guide): string {
  const mainEntity = sections.map(({ title, text }) => ({ '@type': 'Question', name: title, acceptedAnswer: { '@type': 'Answer', text } }));
  return JSON.stringify({ '@context': 'https://schema.org', '@type': 'FAQPage', inLanguage: 'ru', mainEntity }).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
