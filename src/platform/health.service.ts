import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import type { JobContract } from './job-contract.js';
import { TemplatesService } from './templates.service.js';
import { JOB_CONTRACTS } from './workers.service.js';

/** What is wrong and what to do about it, in Russian sentences. */
export interface HealthReport {
  healthy: boolean;
  issues: string[];
  actions: string[];
}

const PATIENCE_MS = 2_000;
const OVERDUE_SECONDS = 300;

/** Looks at what this process depends on. */
@Injectable()
export class HealthService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(JOB_CONTRACTS) private readonly jobs: JobContract[],
    private readonly templates: TemplatesService,
    private readonly modules: ModuleRef,
  ) {}

  async report(): Promise<HealthReport> {
    const checks: [name: string, ok: Promise<boolean>][] = [
      ['database', this.answers(this.dataSource.query('SELECT 1'))],
      ['queue', this.answers(this.queueAnswers())],
      ['overdue', this.answers(this.nothingOverdue())],
    ];
    const failed: string[] = [];
    for (const [name, ok] of checks) if (!(await ok)) failed.push(name);
    const say = (kind: 'issue' | 'action') => failed.map((name) => this.templates.message(`health.${name}.${kind}`));
    return { healthy: failed.length === 0, issues: say('issue'), actions: say('action') };
  }

  private async queueAnswers(): Promise<void> {
    for (const { queue } of this.jobs) await this.modules.get<Queue>(getQueueToken(queue), { strict: false }).getWaitingCount();
  }

  /** Work that was due long ago means that no worker takes it. */
  private async nothingOverdue(): Promise<void> {
    const [row] = await this.dataSource.query<{ late: boolean }[]>(
      'SELECT EXISTS (SELECT 1 FROM outbox WHERE due_at < now() - make_interval(secs => $1)) AS late',
      [OVERDUE_SECONDS],
    );
    if (row?.late) throw new Error('overdue');
  }

  private answers(check: Promise<unknown>): Promise<boolean> {
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS).unref());
    const outcome = check.then(
      () => true,
      () => false,
    );
    return Promise.race([outcome, patience]);
  }
}
