import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Gauge } from 'prom-client';
import type { Repository } from 'typeorm';
import { MetricsService } from '../platform/metrics.service.js';
import { Delivery } from './delivery.entity.js';

/** One that another took over from counts with that one. */
const BY_STATE = `SELECT channel, state, count(*)::int AS count FROM deliveries
  WHERE NOT EXISTS (SELECT 1 FROM deliveries AS later WHERE later.replaces = deliveries.id) GROUP BY channel, state`;
const BY_OUTCOME = 'SELECT channel, outcome, count(*)::int AS count FROM delivery_attempts JOIN deliveries ON deliveries.id = delivery_id GROUP BY channel, outcome';

/** How many deliveries are in each state, and how attempts ended. */
@Injectable()
export class DeliveryMetricsService {
  constructor(metrics: MetricsService, @InjectRepository(Delivery) deliveries: Repository<Delivery>) {
    new Gauge({
      name: 'certdesk_deliveries',
      help: 'Deliveries by channel and state',
      labelNames: ['channel', 'state'],
      registers: [metrics.registry],
      async collect() {
        this.reset();
        for (const { channel, state, count } of await deliveries.query<{ channel: string; state: string; count: number }[]>(BY_STATE)) this.set({ channel, state }, count);
      },
    });
    new Gauge({
      name: 'certdesk_delivery_attempts',
      help: 'Attempts at deliveries by channel and outcome, of all time',
      labelNames: ['channel', 'outcome'],
      registers: [metrics.registry],
      async collect() {
        this.reset();
        for (const { channel, outcome, count } of await deliveries.query<{ channel: string; outcome: string; count: number }[]>(BY_OUTCOME)) this.set({ channel, outcome }, count);
      },
    });
  }
}
