import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import type { JobContract } from './job-contract.js';
import { QueueBackend } from './queue-backend.adapter.js';
import { TemplatesService } from './templates.service.js';
import { JOB_CONTRACTS } from './workers.service.js';

/** What is wrong and what to do about it, in Russian sentences. An alarm may be among them while the process can do its work. */
export interface HealthReport {
  healthy: boolean;
  issues: string[];
  actions: string[];
}

/** What a feature looks at. Fails by throwing; `alarm` tells people, `unready` also takes the process out of service. */
export interface HealthCheck {
  /** Its words are `health.<name>.issue` and `.action`. */
  name: string;
  severity: 'alarm' | 'unready';
  check: () => void | Promise<void>;
}

const PATIENCE_MS = 2_000;

/** Looks at what this process depends on. */
@Injectable()
export class HealthService {
  private readonly registered: HealthCheck[] = [];
  private standing: () => readonly string[] = () => [];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(JOB_CONTRACTS) private readonly jobs: JobContract[],
    private readonly templates: TemplatesService,
    private readonly modules: ModuleRef,
    private readonly backend: QueueBackend,
  ) {}

  /** A feature adds its own check, once, when it starts. */
  register(check: HealthCheck): void {
    this.registered.push(check);
  }

  /** What stands although this process may not see it: names of alarms, with words as checks have them. */
  announce(standing: () => readonly string[]): void {
    this.standing = standing;
  }

  /** What fails as this process sees it; what does not answer in time fails. */
  async failing(patienceMs: number): Promise<Pick<HealthCheck, 'name' | 'severity'>[]> {
    const checks: HealthCheck[] = [
      { name: 'database', severity: 'unready', check: () => this.databaseAnswers() },
      { name: 'queue', severity: 'unready', check: () => this.queueAnswers() },
      ...this.registered,
    ];
    const outcomes = await Promise.all(checks.map(({ check }) => this.passes(check, patienceMs)));
    return checks.filter((_, index) => !outcomes[index]);
  }

  async report(): Promise<HealthReport> {
    const failing = await this.failing(PATIENCE_MS);
    const names = [...new Set([...failing.map(({ name }) => name), ...this.standing()])];
    const say = (kind: 'issue' | 'action') => names.map((name) => this.templates.message(`health.${name}.${kind}`));
    return { healthy: failing.every(({ severity }) => severity === 'alarm'), issues: say('issue'), actions: say('action') };
  }

  private async databaseAnswers(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  private async queueAnswers(): Promise<void> {
    for (const { queue } of this.jobs) await this.modules.get<Queue>(getQueueToken(queue), { strict: false }).getWaitingCount();
    await this.backend.takesJobs();
  }

  private passes(check: HealthCheck['check'], patienceMs: number): Promise<boolean> {
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patienceMs).unref());
    const outcome = (async () => check())().then(
      () => true,
      () => false,
    );
    return Promise.race([outcome, patience]);
  }
}
