import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { rulesWith } from './candidate-rules.js';
import type { Rule } from './triage-rules.js';

/** How long another process may still sort by the former table. */
const FRESH_MS = 5_000;

/** The rules in force: the program's own, with the candidates that are switched on. */
@Injectable()
export class ActiveRulesService {
  private known: { rules: readonly Rule[]; until: number } | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly clock: ClockService,
  ) {}

  async current(): Promise<readonly Rule[]> {
    const now = this.clock.now().getTime();
    if (this.known && now < this.known.until) return this.known.rules;
    const switchedOn = await this.database.query<{ ruleId: string; version: number }[]>('SELECT rule_id AS "ruleId", version FROM rule_switches');
    this.known = { rules: rulesWith(switchedOn), until: now + FRESH_MS };
    return this.known.rules;
  }

  /** After a switch: the next question is asked anew. */
  forget(): void {
    this.known = null;
  }
}
