/** Looks for the same trouble in a wave. */
export const DETECT_WAVES = {
  queue: 'detect-waves',
  why: 'Every five minutes: one error text, organisation or issuing centre that comes far more often than usual is brought up as an incident.',
} as const;
