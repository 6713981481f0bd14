import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { join } from 'node:path';
import { Config } from '../config/config.js';
import { SECRET_KEY } from '../platform/secret-key.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CapturedMailerAdapter } from './channels/captured-mailer.adapter.js';
import { connectEdms } from './channels/edms/connect-edms.adapter.js';
import { EdmsChannel } from './channels/edms/edms-channel.adapter.js';
import { CHANNELS, type Channels } from './channels/channels.js';
import { MailChannel } from './channels/mail-channel.adapter.js';
import { MailComposerService } from './channels/mail-composer.service.js';
import { bareSender } from './channels/mail-text.js';
import { OwnDeskChannel } from './channels/own-desk-channel.js';
import { connectDesk } from './channels/service-desk/connect-desk.adapter.js';
import type { ServiceDesk } from './channels/service-desk/service-desk.js';
import { ServiceDeskChannel } from './channels/service-desk/service-desk-channel.adapter.js';
import { SERVICE_DESK } from './channels/service-desk/service-desk-token.js';
import { TicketComposerService } from './channels/service-desk/ticket-composer.service.js';
import { SmtpMailerAdapter } from './channels/smtp-mailer.adapter.js';
import { DeliverProcessor } from './deliver.processor.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryRunner } from './delivery-runner.service.js';
import { Delivery, DeliveryAttempt } from './delivery.entity.js';
import { DeliveryNewsService } from './delivery-news.service.js';
import { DeliveryMetricsService } from './delivery-metrics.service.js';
import { DeliveryOwnersService } from './delivery-owners.service.js';
import { DeliveryPresenter } from './delivery.presenter.js';
import { DeliveryUndoService } from './delivery-undo.service.js';
import { EdmsSystemsService } from './edms-systems.service.js';
import { replyAddress } from './reply-address.js';
import { MailServerWatchService } from './mail-server-watch.service.js';
import { Ticket } from './ticket.entity.js';
import { TicketsService } from './tickets.service.js';
import { WatchTicketProcessor } from './watch-ticket.processor.js';

/** The desk of others that the settings name. */
function chooseDesk(config: Config, templates: TemplatesService): ServiceDesk | null {
  return config.serviceDeskApi && connectDesk(config.serviceDeskApi, templates);
}

/** Chooses the channels by the settings: captured mail unless an SMTP host is set, the own desk unless another is. */
function chooseChannels(config: Config, templates: TemplatesService, desk: ServiceDesk | null, secret: string, edms: EdmsSystemsService): Channels {
  const { mailFrom, serviceDeskEmail, baseUrl } = config;
  const answersTo = config.repliesTagged ? (caseNumber: string) => replyAddress(bareSender(mailFrom), caseNumber, secret) : null;
  const composer = new MailComposerService(templates, { mailFrom, serviceDeskEmail, baseUrl, answersTo });
  const mail = config.smtpUrl
    ? new MailChannel(composer, new SmtpMailerAdapter(config.smtpUrl), 'sent')
    : new MailChannel(composer, new CapturedMailerAdapter(join(config.dataDir, 'mail')), 'captured');
  const tickets = desk ? new ServiceDeskChannel(desk, new TicketComposerService(templates, config)) : config.serviceDesk === 'builtin' ? new OwnDeskChannel() : mail;
  return { email: mail, notice: mail, 'service-desk': tickets, 'ticket-mail': mail, 'edms-package': new EdmsChannel(edms, templates) };
}

/** Everything that leaves the service. */
@Module({
  imports: [TypeOrmModule.forFeature([Delivery, DeliveryAttempt, Ticket])],
  providers: [
    { provide: CHANNELS, useFactory: chooseChannels, inject: [Config, TemplatesService, SERVICE_DESK, SECRET_KEY, EdmsSystemsService] },
    { provide: EdmsSystemsService, useFactory: (config: Config, templates: TemplatesService) => connectEdms(config.edmsFile, templates), inject: [Config, TemplatesService] },
    { provide: SERVICE_DESK, useFactory: chooseDesk, inject: [Config, TemplatesService] },
    DeliveriesService,
    DeliveryOwnersService,
    DeliveryPresenter,
    DeliveryRunner,
    DeliverProcessor,
    DeliveryMetricsService,
    DeliveryNewsService,
    DeliveryUndoService,
    MailServerWatchService,
    TicketsService,
    WatchTicketProcessor,
  ],
  exports: [DeliveriesService, DeliveryNewsService, DeliveryOwnersService, DeliveryPresenter, DeliveryRunner, DeliveryUndoService, EdmsSystemsService, TicketsService],
})
export class DeliveryModule {}
