import type { DeliveryChannel } from '../delivery-state.js';
import type { Channel } from './channel.js';

/** Injection token of {@link Channels}. */
export const CHANNELS = Symbol('channels');

/** Every channel that hands something over; an EDMS package is fetched by a person. A ticket may also go by mail, when the desk cannot be reached. */
export type Channels = Record<Exclude<DeliveryChannel, 'edms-package'> | 'ticket-mail', Channel>;

/** Which of them takes a delivery. */
export function channelOf({ channel, byMail }: { channel: Exclude<DeliveryChannel, 'edms-package'>; byMail: boolean }): keyof Channels {
  return channel === 'service-desk' && byMail ? 'ticket-mail' : channel;
}
