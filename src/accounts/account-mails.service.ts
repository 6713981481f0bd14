import { Injectable } from '@nestjs/common';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { DeliveryHost } from '../delivery/delivery-host.service.js';
import { DeliveryOwnersService } from '../delivery/delivery-owners.service.js';
import type { AccountDelivery } from '../delivery/delivery-record.js';
import type { Parcel } from '../delivery/parcel.js';
import { russianDateTime } from '../platform/russian-date.js';
import type { Tx } from '../platform/transactions.service.js';
import type { AccountLink } from './account.entity.js';
import { AccountLinksService } from './account-links.service.js';

/** Mails to people at the desk. A mail is composed when it leaves, from the row of its link: no token waits in a queue. */
@Injectable()
export class AccountMailsService implements DeliveryHost<AccountDelivery> {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly links: AccountLinksService,
    owners: DeliveryOwnersService,
  ) {
    owners.registerForAccounts(this);
  }

  /** Owes the mail with a link. */
  async send(tx: Tx, { id, kind }: AccountLink, to: string): Promise<void> {
    await this.deliveries.planAccountMail(tx, { accountLinkId: id, kind, destination: to });
  }

  /** A link that was used, taken back or has run out is not mailed any more. */
  async parcel({ accountLinkId, messageId }: AccountDelivery): Promise<Parcel | null> {
    const open = await this.links.read(accountLinkId);
    if (!open?.account || open.link.kind === 'first-sign-in' || open.link.kind === 'rescue') return null;
    const { link, account } = open;
    return { kind: 'account', mail: open.link.kind, messageId, fullName: account.fullName, email: account.email, url: this.links.url(link), until: russianDateTime(link.expiresAt) };
  }

  /** Nobody waits for the end: who got no mail asks again. */
  async settled(): Promise<void> {}
}
