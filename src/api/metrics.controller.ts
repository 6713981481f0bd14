import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MetricsService } from '../platform/metrics.service.js';

/** Prometheus text. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  async read(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.registry.contentType).header('cache-control', 'no-store').send(await this.metrics.registry.metrics());
  }
}
