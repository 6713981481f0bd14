import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WebhookEndpointsService } from '../../webhooks/webhook-endpoints.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { WebhooksPresenter } from './webhooks.presenter.js';

/** `/desk/webhooks`: all endpoints and how they are. */
@Controller('desk/webhooks')
@Requires('manage', 'webhooks')
export class WebhookListController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly presenter: WebhooksPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    const endpoints = await this.endpoints.list();
    this.pages.send(reply, 'webhooks', { title: 'webhooks', me, done, endpoints: endpoints.map((endpoint) => this.presenter.row(endpoint)) });
  }
}
