import { DomainError } from '../../platform/domain-error.js';
import { isId } from '../frame/desk-path.js';

/** A part of an address as the id of an endpoint or a delivery. @throws DomainError `webhook-not-found`. */
export function knownWebhook(id: string): string {
  if (!isId(id)) throw new DomainError('not-found', 'webhook-not-found');
  return id;
}
