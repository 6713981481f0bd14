import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ForgetWebhooksProcessor } from './forget-webhooks.processor.js';
import { SendWebhookProcessor } from './send-webhook.processor.js';
import { WebhookAnnouncementsService } from './webhook-announcements.service.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { WebhookForgettingService } from './webhook-forgetting.service.js';
import { WebhookKeysService } from './webhook-keys.service.js';
import { WebhookSendingService } from './webhook-sending.service.js';
import { WebhookDelivery, WebhookEndpoint } from './webhook.entity.js';

/** Other systems that are told what happens. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookEndpoint, WebhookDelivery]), AccountsModule],
  providers: [
    ForgetWebhooksProcessor,
    SendWebhookProcessor,
    WebhookAnnouncementsService,
    WebhookDeliveriesService,
    WebhookEndpointsService,
    WebhookForgettingService,
    WebhookKeysService,
    WebhookSendingService,
  ],
  exports: [WebhookAnnouncementsService, WebhookDeliveriesService, WebhookEndpointsService],
})
export class WebhooksModule {}
