import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { MetricsService } from '../platform/metrics.service.js';
import { DeliveriesService } from './deliveries.service.js';

/** How many deliveries are in each state, and how attempts ended. */
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
    new Gauge({
      name: 'certdesk_delivery_attempts',
      help: 'Attempts at deliveries by channel and outcome, of all time',
      labelNames: ['channel', 'outcome'],
      registers: [metrics.registry],
      async collect() {
        this.reset();
        for (const { channel, outcome, count } of await deliveries.countAttempts()) this.set({ channel, outcome }, count);
      },
    });
  }
}
