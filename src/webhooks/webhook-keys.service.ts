import { Inject, Injectable } from '@nestjs/common';
import { derivedKey, openText, sealText } from '../platform/sealed-text.js';
import { SECRET_KEY } from '../platform/secret-key.js';

/** Seals the secrets of endpoints, each for its own endpoint only. */
@Injectable()
export class WebhookKeysService {
  private readonly key: Buffer;

  constructor(@Inject(SECRET_KEY) secret: string) {
    this.key = derivedKey(secret, 'certdesk webhooks secrets');
  }

  seal(endpointId: string, secret: string): Buffer {
    return sealText(this.key, secret, endpointId);
  }

  /** @throws when the installation's secret is another one than at sealing. */
  open(endpointId: string, sealed: Buffer): string {
    const secret = openText(this.key, sealed, endpointId);
    if (secret === null) throw new Error(`the secret of webhook endpoint ${endpointId} cannot be opened: SECRET_KEY has changed`);
    return secret;
  }
}
