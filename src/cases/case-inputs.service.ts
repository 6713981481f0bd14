import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { TriageInput } from '../triage/verdict.js';

const IN_PERIOD = `created_at >= $1::date::timestamp AT TIME ZONE 'Asia/Yekaterinburg' AND created_at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Yekaterinburg'`;

/** Cases as triage saw them, for sorting them again. */
@Injectable()
export class CaseInputsService {
  constructor(private readonly database: DataSource) {}

  /** How many cases came in the period; ISO dates, days of Tyumen, both counted in. */
  async count(firstDay: string, lastDay: string): Promise<number> {
    const [{ count = 0 } = {}] = await this.database.query<{ count?: number }[]>(`SELECT count(*)::integer AS count FROM cases WHERE ${IN_PERIOD}`, [firstDay, lastDay]);
    return count;
  }

  /** The next cases of the period after a number, in the order of numbers. */
  page(firstDay: string, lastDay: string, after: string, limit: number): Promise<{ number: string; input: TriageInput }[]> {
    return this.database.query(
      `SELECT number, jsonb_build_object('importResult', request -> 'importResult', 'facts', request -> 'facts',
         'directory', coalesce(directory -> 'findings', '{"known": false}')) AS input
       FROM cases WHERE ${IN_PERIOD} AND number > $3 ORDER BY number LIMIT $4`,
      [firstDay, lastDay, after, limit],
    );
  }
}
