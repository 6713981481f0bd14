import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WebhookDeliveriesService, type WebhookDeliveryState, type WebhookPageEnd } from '../../webhooks/webhook-deliveries.service.js';
import { WebhookEndpointsService } from '../../webhooks/webhook-endpoints.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { knownWebhook } from './known-webhook.js';
import { WebhooksPresenter } from './webhooks.presenter.js';

/** What a page of deliveries shows. */
interface Shown {
  state?: string | undefined;
  after?: string | undefined;
  done?: string | undefined;
  faults?: FormFaults;
}

/** `/desk/webhooks/:id`: one endpoint and what was told to it; telling it again, trying it out. */
@Controller('desk/webhooks/:id')
@Requires('manage', 'webhooks')
export class WebhookPageController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly deliveries: WebhookDeliveriesService,
    private readonly presenter: WebhooksPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply, @Query() { state, after, done }: Record<'state' | 'after' | 'done', string | undefined>): Promise<void> {
    return this.render(me, id, reply, { state, after, done });
  }

  @Post('test')
  test(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    return this.act(me, id, reply, 'tested', () => this.deliveries.test(actorOf(me), knownWebhook(id)));
  }

  @Post('repeat')
  repeatFailed(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    return this.act(me, id, reply, 'repeated', () => this.deliveries.repeatFailed(actorOf(me), knownWebhook(id)));
  }

  @Post('deliveries/:delivery/repeat')
  repeat(@Me() me: SignedIn, @Param('id') id: string, @Param('delivery') delivery: string, @Res() reply: FastifyReply): Promise<void> {
    return this.act(me, id, reply, 'repeated', () => this.deliveries.repeat(actorOf(me), knownWebhook(id), knownWebhook(delivery)));
  }

  private act(me: SignedIn, id: string, reply: FastifyReply, done: string, work: () => Promise<unknown>): Promise<void> {
    return this.pages.submit(
      async () => {
        await work();
        this.pages.redirect(reply, `/desk/webhooks/${id}?done=webhook-${done}`);
      },
      (faults) => this.render(me, id, reply, { faults }),
    );
  }

  private async render(me: SignedIn, id: string, reply: FastifyReply, { state, after, done, faults }: Shown): Promise<void> {
    const endpoint = await this.endpoints.get(knownWebhook(id));
    const chosen = stateOf(state);
    const { rows, more } = await this.deliveries.page(id, chosen, endOf(after));
    const path = `/desk/webhooks/${id}`;
    const last = rows.at(-1);
    const narrowed = chosen ? `state=${chosen}&` : '';
    this.pages.send(reply, 'webhook', {
      title: 'webhook',
      titleParams: endpoint,
      me,
      done,
      faults,
      ...this.presenter.endpoint(endpoint),
      rows: rows.map((row) => this.presenter.delivery(row)),
      filters: this.presenter.filters(path, chosen ?? 'all'),
      newer: after ? `${path}${chosen ? `?state=${chosen}` : ''}` : null,
      older: more && last ? `${path}?${narrowed}after=${last.happenedAt.getTime()}_${last.id}` : null,
    });
  }
}

function stateOf(word: string | undefined): WebhookDeliveryState {
  return word === 'pending' || word === 'failed' || word === 'sent' ? word : null;
}

function endOf(word: string | undefined): WebhookPageEnd | null {
  const [, at, id] = /^(\d{1,14})_(.+)$/.exec(word ?? '') ?? [];
  return at && id && isId(id) ? { happenedAt: new Date(Number(at)), id } : null;
}
