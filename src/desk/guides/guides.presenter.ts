import { Injectable } from '@nestjs/common';
import { isStale } from '../../guides/guide-age.js';
import type { Guide } from '../../guides/guide.js';
import type { GuideCatalogue } from '../../guides/guide-catalogue.js';
import type { GuideCounts, MissingQuery } from '../../guides/guide-counts.service.js';
import type { GuideVersion } from '../../guides/guide-editing.service.js';
import { GuidePresenter } from '../../guides/guide.presenter.js';
import { ClockService } from '../../platform/clock.service.js';
import { russianDate, russianDateTime } from '../../platform/russian-date.js';
import type { Category } from '../../triage/verdict.js';

/** One guide in the editors' list. */
export interface GuideRow {
  slug: string;
  title: string;
  system: string;
  status: string;
  checkedOn: string;
  stale: boolean;
  views: number;
  helped: number;
  notHelped: number;
  /** Cases of the verdicts that it answers; a dash when it answers none. */
  cases: number | '–';
}

/** Shapes the editors' pages. */
@Injectable()
export class GuidesPresenter {
  constructor(
    private readonly guides: GuidePresenter,
    private readonly clock: ClockService,
  ) {}

  rows(catalogue: GuideCatalogue, counts: ReadonlyMap<string, GuideCounts>, cases: ReadonlyMap<Category, number>): GuideRow[] {
    return catalogue.guides.map((guide) => {
      const { slug, title, checkedOn } = guide;
      const { status } = this.guides.present(guide);
      const { views, helped, notHelped } = counts.get(slug) ?? { views: 0, helped: 0, notHelped: 0 };
      return { slug, title, system: this.guides.system(guide.system), status, checkedOn: russianDate(checkedOn), stale: this.isStale(guide), views, helped, notHelped, cases: casesOf(guide, cases) };
    });
  }

  missing(queries: readonly MissingQuery[]): { query: string; times: number; lastAsked: string }[] {
    return queries.map(({ query, times, lastAskedOn }) => ({ query, times, lastAsked: russianDate(lastAskedOn) }));
  }

  history(versions: readonly GuideVersion[], names: ReadonlyMap<string, string>): { id: string; at: string; who: string | undefined; hasText: boolean; current: boolean }[] {
    return versions.map(({ id, at, accountId, text }, index) => ({ id, at: russianDateTime(at), who: names.get(accountId), hasText: text !== null, current: index === 0 }));
  }

  private isStale({ checkedOn }: Guide): boolean {
    return isStale(checkedOn, this.clock.now());
  }
}

function casesOf({ categories }: Guide, cases: ReadonlyMap<Category, number>): GuideRow['cases'] {
  const own = Object.keys(categories) as Category[];
  return own.length === 0 ? '–' : own.reduce((sum, category) => sum + (cases.get(category) ?? 0), 0);
}
