import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HealthService } from '../platform/health.service.js';

/** Signs of life for an orchestrator. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The process answers. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { alive: true } {
    return { alive: true };
  }

  /** The process can do its work; 503 with what is wrong and what to do when not. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.report();
    void reply.status(report.healthy ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).header('cache-control', 'no-store').send(report);
  }
}
