import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { MetricsService } from '../platform/metrics.service.js';
import { DeliveriesService } from './deliveries.service.js';

/** How many deliveries are in each state. */
@Injectable()
export class DeliveryMetricsService {
  constructor(metrics: MetricsService, deliveries: DeliveriesService) {
    new Gauge({
      name: 'certdesk_deliveries',
      help: 'Deliveries by channel and state',
      labelNames: ['channel', 'state'],
      registers: [metrics.registry],
      async collect() {
        this.reset();
        for (const { channel, state, count } of await deliveries.countByState()) this.set({ channel, state }, count);
      },
    });
  }
}
