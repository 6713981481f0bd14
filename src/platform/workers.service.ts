import { BullRegistrar, WorkerHost, getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type { Queue, Worker } from 'bullmq';
import { Config } from '../config/config.js';
import type { JobContract } from './job-contract.js';
import { QueueBackend } from './queue-backend.adapter.js';

/** Injection token of all job contracts. */
export const JOB_CONTRACTS = Symbol('job contracts');

/** Timing of every worker: how long a job may go without a sign of life, and how often that is looked at. */
export const WORKER_OPTIONS = { lockDuration: 15_000, stalledInterval: 10_000, maxStalledCount: 10, drainDelay: 5, autorun: false };

const COMPLAIN_EVERY_MS = 5_000;
/** How long Redis may take to answer when the process stops. */
const PATIENCE_MS = 2_000;
/** So often that is looked at before BullMQ, which has no job left, is hurried. */
const LEAVE_TAKING_LOOKS = 3;

/** Starts the workers where this process is one, and closes them before anything they use is closed. */
@Injectable()
export class WorkersService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WorkersService.name);
  private readonly complained = new Map<string, number>();
  private workers: Worker[] = [];
  private closing = false;
  /** Jobs under way, as we see it: BullMQ counts one until Redis has heard of its end. */
  private running = 0;

  constructor(
    private readonly registrar: BullRegistrar,
    private readonly discovery: DiscoveryService,
    @Inject(Config) private readonly config: Config,
    @Inject(JOB_CONTRACTS) private readonly jobs: JobContract[],
    private readonly modules: ModuleRef,
    private readonly backend: QueueBackend,
  ) {}

  /**
   * BullMQ on PostgreSQL keeps the outcome of its first connection for good, and a worker whose first one failed would ask
   * for jobs in an endless loop that lets nothing else run: so connections come before work. Redis may come later.
   * @throws when PostgreSQL is gone again.
   */
  async onApplicationBootstrap(): Promise<void> {
    const { queues } = this;
    for (const queue of queues) queue.on('error', (error) => this.complain(`queue ${queue.name}`, error));
    await this.connected(queues);
    if (!this.config.runsWorker) return;
    const hosts = this.discovery.getProviders().map(({ instance }) => instance as unknown).filter((instance): instance is WorkerHost => instance instanceof WorkerHost);
    for (const host of hosts) this.count(host);
    this.registrar.register();
    this.workers = hosts.map((host) => host.worker);
    for (const { queue } of this.jobs) {
      const count = this.workers.filter(({ name }) => name === queue).length;
      if (count !== 1) throw new Error(`job ${queue} has ${count} processors`);
    }
    for (const worker of this.workers) {
      worker.concurrency = this.config.workerConcurrency;
      worker.on('error', (error) => this.complain(`worker ${worker.name}`, error));
      worker.on('failed', (job, error) => this.logger.error(`job ${worker.name} ${job?.id ?? ''} failed: ${error.message}`));
    }
    await this.connected(this.workers);
    for (const worker of this.workers) worker.run().catch((error: Error) => this.logger.error(`worker ${worker.name} ended: ${error.message}`));
  }

  /** An outage makes the same fault ten times a second. */
  private complain(who: string, { message }: Error): void {
    const now = Date.now();
    if (now - (this.complained.get(who) ?? 0) < COMPLAIN_EVERY_MS) return;
    this.complained.set(who, now);
    this.logger.warn(`${who}: ${message}`);
  }

  private async connected(clients: (Queue | Worker)[]): Promise<void> {
    if (this.config.redisUrl === null) await Promise.all(clients.map((client) => client.waitUntilReady()));
  }

  /** Whether this process is on its way out: long work is put down at the next good place. */
  get stopping(): boolean {
    return this.closing;
  }

  /** Lets running jobs end; nothing new is taken. Once they have ended, neither a Redis that does not answer nor BullMQ's leave-taking is waited for without end. */
  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    const closed = Promise.all(this.workers.map((worker) => worker.close())).then(() => true);
    if (this.config.redisUrl === null) return void (await closed);
    for (let looks = 0; !(await Promise.race([closed, pause()])); looks++) {
      if (this.running === 0 && (looks >= LEAVE_TAKING_LOOKS || !(await this.answers()))) this.backend.giveUp();
    }
    // Queues take their leave after us.
    if (!(await this.answers())) this.backend.giveUp();
  }

  private answers(): Promise<boolean> {
    const [queue] = this.queues;
    return Promise.race([queue?.getWaitingCount().then(() => true, () => false) ?? false, pause()]);
  }

  private count(host: WorkerHost): void {
    const process = host.process.bind(host);
    host.process = async (...job) => {
      this.running++;
      try {
        return (await process(...job)) as unknown;
      } finally {
        this.running--;
      }
    };
  }

  private get queues(): Queue[] {
    return this.jobs.map(({ queue }) => this.modules.get<Queue>(getQueueToken(queue), { strict: false }));
  }
}

function pause(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE_MS));
}
