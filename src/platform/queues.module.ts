import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { ClockService } from './clock.service.js';
import { HealthService } from './health.service.js';
import type { JobContract } from './job-contract.js';
import { MetricsService } from './metrics.service.js';
import { OutboxRow } from './outbox.entity.js';
import { OutboxService } from './outbox.service.js';
import { QueueInspectionService } from './queue-inspection.service.js';
import { QueueBackend, SteadyQueue } from './queue-backend.adapter.js';
import { TransactionsService } from './transactions.service.js';
import { JOB_CONTRACTS, WorkersService } from './workers.service.js';

/** Connections of this process that queues and workers share, beside those that workers listen on. */
const QUEUE_POOL = 8;

/** What queues and workers share. */
@Module({})
class QueueBackendModule {
  static register(databaseUrl: string, workers: number): DynamicModule {
    const useFactory = ({ redisUrl, runsWorker }: Config): QueueBackend => new QueueBackend(databaseUrl, redisUrl, QUEUE_POOL, runsWorker ? workers : 0);
    return { module: QueueBackendModule, providers: [{ provide: QueueBackend, inject: [Config], useFactory }], exports: [QueueBackend] };
  }
}

/** Queues of all jobs, the outbox that feeds them, and the workers' life. */
@Global()
@Module({})
export class QueuesModule {
  static register(databaseUrl: string, jobs: JobContract[]): DynamicModule {
    const backend = QueueBackendModule.register(databaseUrl, jobs.length);
    BullModule.queueClass = SteadyQueue;
    return {
      module: QueuesModule,
      imports: [
        DiscoveryModule,
        backend,
        TypeOrmModule.forFeature([OutboxRow]),
        BullModule.forRootAsync({
          imports: [backend],
          inject: [QueueBackend],
          useFactory: ({ options }: QueueBackend) => options,
          extraOptions: { manualRegistration: true },
        }),
        ...jobs.map(({ queue }) => BullModule.registerQueue({ name: queue })),
      ],
      providers: [{ provide: JOB_CONTRACTS, useValue: jobs }, ClockService, HealthService, MetricsService, OutboxService, QueueInspectionService, TransactionsService, WorkersService],
      exports: [ClockService, QueueInspectionService, HealthService, MetricsService, OutboxService, TransactionsService, WorkersService],
    };
  }
}
