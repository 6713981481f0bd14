const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** After the first attempt; together a little less than three days. */
const BACKOFF_MS = [5 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS];
/** So many attempts in a row that brought nothing, and the endpoint is left alone for a while. */
const PAUSE_FROM = 5;
const PAUSE_MS = 30 * SECOND_MS;

/** Why an attempt brought nothing; each has its sentence in `webhooks.failures`. */
export type WebhookFailure = 'no-connection' | 'tls' | 'timeout' | 'private-address' | 'redirect' | 'client-error' | 'server-error' | 'gone' | 'switched-off';

/** What came back. */
export interface WebhookReply {
  /** `null`: no answer. */
  status: number | null;
  /** Its beginning. */
  answer: string | null;
  /** What went wrong below HTTP. */
  trouble: Extract<WebhookFailure, 'no-connection' | 'tls' | 'timeout' | 'private-address'> | null;
}

/** What a delivery becomes after an attempt. */
export interface AfterWebhook {
  state: 'pending' | 'sent' | 'failed';
  failure: WebhookFailure | null;
  nextAttemptAt: Date | null;
  /** The endpoint said that it is wanted no more. */
  gone: boolean;
}

/** Only a 2xx counts. Everything else is tried again until the schedule ends; 410 ends it at once. `attempts` holds this one. */
export function afterWebhook({ status, trouble }: WebhookReply, attempts: number, now: Date): AfterWebhook {
  if (status !== null && status >= 200 && status < 300) return { state: 'sent', failure: null, nextAttemptAt: null, gone: false };
  if (status === 410) return { state: 'failed', failure: 'gone', nextAttemptAt: null, gone: true };
  const failure = trouble ?? failureOf(status ?? 0);
  const wait = BACKOFF_MS[attempts - 1];
  if (wait === undefined) return { state: 'failed', failure, nextAttemptAt: null, gone: false };
  return { state: 'pending', failure, nextAttemptAt: new Date(now.getTime() + wait), gone: false };
}

/** Until when an endpoint that does not answer is left alone, `null` when it is not. */
export function pauseAfter(failures: number, now: Date): Date | null {
  return failures < PAUSE_FROM ? null : new Date(now.getTime() + PAUSE_MS);
}

function failureOf(status: number): WebhookFailure {
  if (status >= 300 && status < 400) return 'redirect';
  return status >= 400 && status < 500 ? 'client-error' : 'server-error';
}
