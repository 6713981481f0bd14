import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { join } from 'node:path';
import { Config } from '../config/config.js';
import { SECRET_KEY } from '../platform/secret-key.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CapturedMailerAdapter } from './channels/captured-mailer.adapter.js';
import { CHANNELS, type Channels } from './channels/channels.js';
import { MailChannel } from './channels/mail-channel.adapter.js';
import { MailComposerService } from './channels/mail-composer.service.js';
import { bareSender } from './channels/mail-text.js';
import { OwnDeskChannel } from './channels/own-desk-channel.js';
import { SmtpMailerAdapter } from './channels/smtp-mailer.adapter.js';
import { DeliverProcessor } from './deliver.processor.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryRunner } from './delivery-runner.service.js';
import { Delivery, DeliveryAttempt } from './delivery.entity.js';
import { DeliveryNewsService } from './delivery-news.service.js';
import { DeliveryMetricsService } from './delivery-metrics.service.js';
import { DeliveryPresenter } from './delivery.presenter.js';
import { replyAddress } from './reply-address.js';

/** Chooses the channels by the settings: captured mail unless an SMTP host is set, the own desk unless another is. */
function chooseChannels(config: Config, templates: TemplatesService, secret: string): Channels {
  const mailbox = config.repliesTagged ? bareSender(config.mailFrom) : null;
  const answersTo = mailbox === null ? null : (caseNumber: string) => replyAddress(mailbox, caseNumber, secret);
  const composer = new MailComposerService(templates, { ...config, answersTo });
  const mail = config.smtpUrl
    ? new MailChannel(composer, new SmtpMailerAdapter(config.smtpUrl), 'sent')
    : new MailChannel(composer, new CapturedMailerAdapter(join(config.dataDir, 'mail')), 'captured');
  return { email: mail, notice: mail, 'service-desk': config.serviceDesk === 'builtin' ? new OwnDeskChannel() : mail };
}

/** Everything that leaves the service. */
@Module({
  imports: [TypeOrmModule.forFeature([Delivery, DeliveryAttempt])],
  providers: [
    { provide: CHANNELS, useFactory: chooseChannels, inject: [Config, TemplatesService, SECRET_KEY] },
    DeliveriesService,
    DeliveryPresenter,
    DeliveryRunner,
    DeliverProcessor,
    DeliveryMetricsService,
    DeliveryNewsService,
  ],
  exports: [DeliveriesService, DeliveryNewsService, DeliveryPresenter],
})
export class DeliveryModule {}
