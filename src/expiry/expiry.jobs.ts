/** Looks for certificates that end soon. */
export const WATCH_EXPIRY = {
  queue: 'watch-expiry',
  why: 'Every hour and after each switch of the directory: the list of ending certificates is made anew, and in working hours owners are told, if the setting says so.',
} as const;
