import { Module } from '@nestjs/common';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { WebhookEditController } from './webhook-edit.controller.js';
import { WebhookListController } from './webhook-list.controller.js';
import { WebhookNewController } from './webhook-new.controller.js';
import { WebhookPageController } from './webhook-page.controller.js';
import { WebhooksPresenter } from './webhooks.presenter.js';

/** Pages on which administrators keep the systems that are told what happens. */
@Module({
  imports: [WebhooksModule, DeskFrameModule],
  controllers: [WebhookListController, WebhookNewController, WebhookEditController, WebhookPageController],
  providers: [WebhooksPresenter],
})
export class WebhookPagesModule {}
