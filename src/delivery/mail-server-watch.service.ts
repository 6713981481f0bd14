import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Config } from '../config/config.js';
import type { AttemptCause } from './attempt-outcome.js';
import { HealthService } from '../platform/health.service.js';
import { Delivery } from './delivery.entity.js';

/** What speaks against the mail server, or our settings for it, and not against one mail. */
const BY_SERVER: AttemptCause['code'][] = ['no-connection', 'tls', 'authentication'];

/** Whether the latest attempt at a mail ended at the server, and the mail still waits for it. */
const IS_SHUT = `
  SELECT (d.state = 'pending' AND d.next_attempt_at IS NOT NULL AND a.cause ->> 'code' = ANY ($1)) OR (d.state = 'failed' AND a.cause ->> 'code' = 'sender-refused') AS shut
    FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id
   WHERE d.channel IN ('email', 'notice') OR d.by_mail OR (d.channel = 'service-desk' AND $2)
   ORDER BY a.id DESC LIMIT 1`;

/** Tells people when no mail leaves because its server cannot be reached or does not let us in: each mail is tried again for days, and would say so only on its own page. */
@Injectable()
export class MailServerWatchService {
  constructor(
    @InjectRepository(Delivery) private readonly deliveries: Repository<Delivery>,
    @Inject(Config) private readonly config: Config,
    health: HealthService,
  ) {
    if (config.smtpUrl !== null) health.register({ name: 'mail', severity: 'alarm', check: () => this.letsIn() });
  }

  private async letsIn(): Promise<void> {
    const [row] = await this.deliveries.query<{ shut: boolean }[]>(IS_SHUT, [BY_SERVER, this.config.serviceDesk === 'email']);
    if (row?.shut) throw new Error('the mail server cannot be reached or does not let us in');
  }
}
