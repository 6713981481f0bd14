import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WEBHOOK_EVENTS } from '../../webhooks/webhook-event.js';
import { WebhookEndpointsService } from '../../webhooks/webhook-endpoints.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { typedWebhook } from './typed-webhook.js';
import { WebhooksPresenter } from './webhooks.presenter.js';

/** Naming an endpoint. Its secret stands on the answer to the form and nowhere else. */
@Controller('desk/webhooks/new')
@Requires('manage', 'webhooks')
export class WebhookNewController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly presenter: WebhooksPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): void {
    const typed = { name: '', url: '', events: WEBHOOK_EVENTS };
    this.pages.send(reply, 'webhook-form', { title: 'webhook-new', me, action: '/desk/webhooks/new', ...this.presenter.form(typed) });
  }

  @Post()
  @HttpCode(200)
  async create(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = typedWebhook(body);
    await this.pages.submit(
      async () => {
        const { id, secret } = await this.endpoints.create(actorOf(me), typed);
        this.pages.send(reply, 'webhook-secret', { title: 'webhook-secret', me, secret, path: `/desk/webhooks/${id}`, created: true });
      },
      (faults) => this.pages.send(reply, 'webhook-form', { title: 'webhook-new', me, faults, action: '/desk/webhooks/new', ...this.presenter.form(typed) }),
    );
  }
}
