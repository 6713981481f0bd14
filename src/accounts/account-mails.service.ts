import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/transactions.service.js';
import type { AccountLink } from './account.entity.js';

/** Mails to people at the desk. */
@Injectable()
export class AccountMailsService {
  /** Owes the mail with a link. */
  async send(_tx: Tx, _link: AccountLink, _to: string): Promise<void> {}
}
