import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Category } from '../triage/verdict.js';

/** How many cases there were; numbers only. */
@Injectable()
export class CaseTalliesService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Cases made since then, by category. */
  async byCategory(since: Date): Promise<Map<Category, number>> {
    const rows = await this.dataSource.query<{ category: Category; count: number }[]>(
      'SELECT category, count(*)::integer AS count FROM worklist WHERE created_at >= $1 GROUP BY category',
      [since],
    );
    return new Map(rows.map(({ category, count }) => [category, count]));
  }
}
