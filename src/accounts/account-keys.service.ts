import { Inject, Injectable } from '@nestjs/common';
import { SECRET_KEY } from '../platform/secret-key.js';
import { AccountKeys } from './sealing.js';

/** The keys of the accounts of this installation. */
@Injectable()
export class AccountKeysService extends AccountKeys {
  constructor(@Inject(SECRET_KEY) secret: string) {
    super(secret);
  }
}
