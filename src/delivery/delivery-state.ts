/** By which way something leaves the service (public contract). */
export type DeliveryChannel = 'email' | 'service-desk' | 'edms-package' | 'notice';

/** State of one delivery (public contract). */
export type DeliveryState = 'pending' | 'sending' | 'sent' | 'uncertain' | 'failed' | 'cancelled';

/**
 * What `sent` means: taken by a mail server or a desk (`sent`), kept on this machine because no SMTP host is set
 * (`captured`), on the own desk's worklist (`builtin`). People are told exactly that.
 */
export type Receipt = 'sent' | 'captured' | 'builtin';

/**
 * Which state may follow which (architecture, «Delivery»). `uncertain` is never left by the service itself except on proof
 * of arrival or of refusal, or to search a desk that can be searched: otherwise a person decides. Out of `cancelled`, and back
 * from `sent` to `uncertain`, leads only an operator who takes his last action back.
 */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  pending: ['sending', 'sent', 'failed', 'cancelled'],
  sending: ['sent', 'pending', 'failed', 'uncertain', 'cancelled'],
  uncertain: ['sent', 'failed', 'pending', 'sending', 'cancelled'],
  failed: ['pending', 'cancelled'],
  sent: ['failed', 'uncertain'],
  cancelled: ['pending', 'uncertain', 'failed'],
};
