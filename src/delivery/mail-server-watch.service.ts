import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Config } from '../config/config.js';
import type { AttemptCause } from './attempt-outcome.js';
import { HealthService } from '../platform/health.service.js';
import { Delivery } from './delivery.entity.js';

/** What speaks against the mail server, or our settings for it, and not against one mail. */
const BY_SERVER: AttemptCause['code'][] = ['no-connection', 'tls', 'authentication'];

/** The last attempts at mails that did not leave because of the server, unless a mail has left after them. */
const IS_SHUT = `
  WITH mails AS NOT MATERIALIZED (SELECT * FROM deliveries WHERE channel IN ('email', 'notice') OR by_mail OR (channel = 'service-desk' AND $2)),
       refused AS (SELECT max(a.ended_at) AS at FROM mails JOIN delivery_attempts AS a ON a.delivery_id = mails.id
                    WHERE (mails.state = 'pending' AND mails.next_attempt_at IS NOT NULL AND mails.cause ->> 'code' = ANY ($1))
                       OR (mails.state = 'failed' AND mails.cause ->> 'code' = 'sender-refused'))
  SELECT at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mails WHERE state = 'sent' AND sent_at > at) AS shut FROM refused`;

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
