import type { Category } from '../triage/verdict.js';
import { type Guide, type GuideFault, GUIDE_SYSTEMS, type GuideSection, type GuideSystem } from './guide.js';

/** The part of a guide that belongs to a verdict. */
export interface GuidePart {
  guide: Guide;
  section: GuideSection;
}

/** All guides that hold now, by address, in the order of their lists. */
export class GuideCatalogue {
  readonly guides: readonly Guide[];
  private readonly bySlug: ReadonlyMap<string, Guide>;

  constructor(guides: readonly Guide[]) {
    this.guides = [...guides].sort((a, b) => GUIDE_SYSTEMS.indexOf(a.system) - GUIDE_SYSTEMS.indexOf(b.system) || a.order - b.order || a.slug.localeCompare(b.slug));
    this.bySlug = new Map(guides.map((guide) => [guide.slug, guide]));
  }

  find(slug: string): Guide | null {
    return this.bySlug.get(slug) ?? null;
  }

  /** The one part that answers this verdict. */
  partFor(category: Category): GuidePart | null {
    for (const guide of this.guides) {
      const id = guide.categories[category];
      const section = id && guide.sections.find((candidate) => candidate.id === id);
      if (section) return { guide, section };
    }
    return null;
  }

  /** Guides by system, systems in their order. */
  bySystem(): { system: GuideSystem; guides: Guide[] }[] {
    return GUIDE_SYSTEMS.map((system) => ({ system, guides: this.guides.filter((guide) => guide.system === system) })).filter(({ guides }) => guides.length > 0);
  }

  /** What goes wrong between guides: links that lead nowhere, a verdict that two guides answer. */
  faults(): (GuideFault & { slug: string })[] {
    const faults: (GuideFault & { slug: string })[] = [];
    const owners = new Map<string, string>();
    for (const { slug, links, related, categories } of this.guides) {
      for (const to of [...links, ...related]) if (!this.bySlug.has(to) && !HELP_PAGES.has(to)) faults.push({ slug, code: 'dead-link', params: { to } });
      for (const category of Object.keys(categories)) {
        const owner = owners.get(category);
        if (owner) faults.push({ slug, code: 'category-taken', params: { category, owner } });
        owners.set(category, slug);
      }
    }
    return faults;
  }
}

/** Pages under `/help/` that are no guides. */
const HELP_PAGES = new Set(['', 'which', 'certificate-check', 'search']);
