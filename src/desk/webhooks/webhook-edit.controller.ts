import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WebhookEndpointsService } from '../../webhooks/webhook-endpoints.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { knownWebhook } from './known-webhook.js';
import { typedWebhook } from './typed-webhook.js';
import { WebhooksPresenter } from './webhooks.presenter.js';

/** Changing an endpoint: what stands in its form, on or off, another secret, away with it. */
@Controller('desk/webhooks/:id')
@Requires('manage', 'webhooks')
export class WebhookEditController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly presenter: WebhooksPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get('edit')
  async show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const endpoint = await this.endpoints.get(knownWebhook(id));
    this.pages.send(reply, 'webhook-form', { title: 'webhook-edit', me, action: `/desk/webhooks/${id}/edit`, known: true, path: `/desk/webhooks/${id}`, ...this.presenter.form(endpoint) });
  }

  @Post('edit')
  async change(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = typedWebhook(body);
    const path = `/desk/webhooks/${knownWebhook(id)}`;
    await this.pages.submit(
      async () => {
        await this.endpoints.change(actorOf(me), id, typed);
        this.pages.redirect(reply, `${path}?done=webhook-saved`);
      },
      (faults) => this.pages.send(reply, 'webhook-form', { title: 'webhook-edit', me, faults, action: `${path}/edit`, known: true, path, ...this.presenter.form(typed) }),
    );
  }

  @Post('switch')
  async switch(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const on = readForm(body, 'active').active === 'yes';
    await this.endpoints.switch(actorOf(me), knownWebhook(id), on);
    this.pages.redirect(reply, `/desk/webhooks/${id}?done=webhook-${on ? 'on' : 'off'}`);
  }

  @Post('secret')
  @HttpCode(200)
  async secret(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const secret = await this.endpoints.replaceSecret(actorOf(me), knownWebhook(id));
    this.pages.send(reply, 'webhook-secret', { title: 'webhook-secret', me, secret, path: `/desk/webhooks/${id}` });
  }

  @Post('remove')
  async remove(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.endpoints.remove(actorOf(me), knownWebhook(id));
    this.pages.redirect(reply, '/desk/webhooks?done=webhook-removed');
  }
}
