import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { DataSource } from 'typeorm';

/** Figures for Prometheus. Features add their own gauges to {@link registry}. */
@Injectable()
export class MetricsService {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'certdesk_http_request_seconds',
    help: 'Duration of HTTP requests by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(@InjectDataSource() dataSource: DataSource) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'certdesk_outbox_oldest_due_seconds',
      help: 'Age of the oldest work that is due and not done; 0 when there is none',
      registers: [this.registry],
      async collect() {
        const [row] = await dataSource.query<{ age: number | null }[]>(
          'SELECT extract(epoch FROM now() - min(due_at))::float AS age FROM outbox WHERE due_at <= now()',
        );
        this.set(row?.age ?? 0);
      },
    });
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }
}
