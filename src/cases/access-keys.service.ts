import { Inject, Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SECRET_KEY } from '../platform/secret-key.js';

/**
 * Access keys of cases: derived from the installation's secret and the case's id, so that they are stored nowhere and
 * a repeated request can be answered with the same key.
 */
@Injectable()
export class AccessKeysService {
  constructor(@Inject(SECRET_KEY) private readonly secret: string) {}

  /** 43 characters, base64url, 256 bits. */
  keyOf(caseId: string): string {
    return createHmac('sha256', this.secret).update(`case-access:${caseId}`).digest('base64url');
  }

  /** Takes the same time whether the key is right or not. */
  matches(caseId: string, key: string): boolean {
    const expected = Buffer.from(this.keyOf(caseId));
    const given = Buffer.from(key);
    return timingSafeEqual(expected, given.length === expected.length ? given : Buffer.alloc(expected.length));
  }
}
