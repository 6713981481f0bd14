import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { localDay } from '../platform/russian-date.js';

/** Sums of one guide. */
export interface GuideCounts {
  slug: string;
  views: number;
  helped: number;
  notHelped: number;
}

/** A search that found nothing. */
export interface MissingQuery {
  query: string;
  times: number;
  /** `2026-11-24`. */
  lastAskedOn: string;
}

/** Kept no more than this; then the rarest give way. */
const MOST_MISSING = 2000;
const KINDS = { view: 'views', helped: 'helped', 'not-helped': 'not_helped' } as const;

/** What a guide is counted for. */
export type GuideEvent = keyof typeof KINDS;


/** How often guides are read and help; sums per day, nothing about anybody. */
@Injectable()
export class GuideCountsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: ClockService,
  ) {}

  async count(slug: string, event: GuideEvent): Promise<void> {
    const column = KINDS[event];
    await this.dataSource.query(
      `INSERT INTO guide_counts AS known (slug, day, ${column}) VALUES ($1, $2, 1) ON CONFLICT (slug, day) DO UPDATE SET ${column} = known.${column} + 1`,
      [slug, this.today()],
    );
  }

  /** Sums of the last days by guide. */
  async since(days: number): Promise<Map<string, GuideCounts>> {
    const rows = await this.dataSource.query<GuideCounts[]>(
      `SELECT slug, sum(views)::integer AS views, sum(helped)::integer AS helped, sum(not_helped)::integer AS "notHelped"
       FROM guide_counts WHERE day > $1::date - $2::integer GROUP BY slug`,
      [this.today(), days],
    );
    return new Map(rows.map((row) => [row.slug, row]));
  }

  /** One more search that found nothing; only what {@link keepableQuery} let pass. */
  async missing(query: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO guide_missing_queries AS known (query, times, last_asked_on) VALUES ($1, 1, $2)
       ON CONFLICT (query) DO UPDATE SET times = known.times + 1, last_asked_on = EXCLUDED.last_asked_on`,
      [query, this.today()],
    );
    await this.dataSource.query(
      'DELETE FROM guide_missing_queries WHERE query IN (SELECT query FROM guide_missing_queries ORDER BY times DESC, last_asked_on DESC OFFSET $1)',
      [MOST_MISSING],
    );
  }

  /** The most frequent first. */
  missingQueries(limit: number): Promise<MissingQuery[]> {
    return this.dataSource.query<MissingQuery[]>(
      `SELECT query, times, to_char(last_asked_on, 'YYYY-MM-DD') AS "lastAskedOn" FROM guide_missing_queries ORDER BY times DESC, last_asked_on DESC, query LIMIT $1`,
      [limit],
    );
  }

  /** The editor has dealt with it. */
  async forgetMissing(query: string): Promise<void> {
    await this.dataSource.query('DELETE FROM guide_missing_queries WHERE query = $1', [query]);
  }

  private today(): string {
    return localDay(this.clock.now());
  }
}
