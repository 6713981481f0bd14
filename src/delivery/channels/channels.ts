import type { DeliveryChannel } from '../delivery-state.js';
import type { Channel } from './channel.js';

/** Injection token of {@link Channels}. */
export const CHANNELS = Symbol('channels');

/** Every channel that hands something over; an EDMS package is fetched by a person. */
export type Channels = Record<Exclude<DeliveryChannel, 'edms-package'>, Channel>;
