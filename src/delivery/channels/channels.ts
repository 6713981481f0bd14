import type { DeliveryChannel } from '../delivery-state.js';
import type { Channel } from './channel.js';

/** Injection token of {@link Channels}. */
export const CHANNELS = Symbol('channels');

/** Every channel that hands something over; an EDMS package does so only where a draft can be made of it. A ticket may also go by mail, when the desk cannot be reached. */
export type Channels = Record<DeliveryChannel | 'ticket-mail', Channel>;

/** Which of them takes a delivery. */
export function channelOf({ channel, byMail }: { channel: DeliveryChannel; byMail: boolean }): keyof Channels {
  return channel === 'service-desk' && byMail ? 'ticket-mail' : channel;
}
