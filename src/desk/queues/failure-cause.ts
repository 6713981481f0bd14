/** Kinds of failure, in the order in which they are looked for; the words are `queues.causes.<kind>`. */
const CAUSES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['stalled', /stalled|lock|Missing key for job/i],
  ['redis', /redis|READONLY|MaxRetriesPerRequest|Connection is closed/i],
  ['database', /Connection terminated|database|postgres|57P0\d|too many clients|statement timeout|timeout exceeded when trying to connect/i],
  ['network', /E(CONNREFUSED|CONNRESET|PIPE|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|socket|getaddrinfo|TLS|certificate/],
  ['timeout', /tim(ed|e)[ -]?out|ETIMEDOUT/i],
];

/** Which kind of failure a thrown message speaks of. */
export function failureCause(reason: string): string {
  return CAUSES.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'unexpected';
}
