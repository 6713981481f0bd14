import type { ZodType } from 'zod';
import { withoutAddresses, withoutTags } from '../../../platform/untrusted-text.js';
import { oneLine } from '../mail-text.js';
import { DeskFault, faultOf, retryAfter, type Trouble } from './desk-fault.js';

/** One request, relative to the desk's address. */
export interface DeskRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with a slash. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** JSON; or a form with files; or plain bytes with their type. */
  json?: unknown;
  form?: FormData;
  body?: { type: string; bytes: Uint8Array<ArrayBuffer> };
  /** It makes what must not be made twice: an unclear end is `lost`. */
  makes?: boolean;
  /** The answer has no body that matters. */
  bodiless?: boolean;
  /** What an answer means when it is not what its status says; `null`: what it says. */
  means?: (status: number, text: string) => DeskFault['outcome'] | null;
}

/** A 2xx answer. `json` is `null` for a bodiless request. */
export interface DeskAnswer {
  status: number;
  json: unknown;
  headers: Headers;
}

/** How to reach a desk. */
export interface DeskAddress {
  /** Without a slash at the end. */
  baseUrl: string;
  headers: Record<string, string>;
  timeoutMs: number;
  /** Never shown in a detail, in whichever writing. */
  secrets: string[];
}

const ANSWER_LIMIT = 1024 * 1024;
/** Errors that come before a connection stands, by their code. */
const NO_ROUTE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/;

/**
 * Speaks HTTP with one desk: a time limit over the whole exchange, a limit for the answer, no redirects (the token would
 * go along), and no secret in any error. A certificate of a private authority: NODE_EXTRA_CA_CERTS.
 */
export class DeskHttp {
  private readonly secrets: string[];

  constructor(private readonly address: DeskAddress) {
    this.secrets = [];
    for (const secret of address.secrets) this.hide(secret);
  }

  /** Another secret that came up on the way, a session for one. */
  hide(secret: string): void {
    if (secret.length < 4) return;
    this.secrets.push(...new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]));
  }

  /** The answer, checked against its schema. @throws DeskFault */
  async ask<T>(request: DeskRequest, schema: ZodType<T>): Promise<T> {
    const { json } = await this.call(request);
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw this.fault({ kind: 'unreadable', detail: this.clean(`unexpected answer: ${JSON.stringify(json)}`) }, request);
  }

  /** @throws DeskFault unless the answer is a 2xx with JSON (or without a body that matters). */
  async call(request: DeskRequest): Promise<DeskAnswer> {
    const { status, headers, text } = await this.exchange(request);
    const said = this.clean(`HTTP ${status}${text === '' ? '' : `: ${text}`}`);
    const meant = request.means?.(status, text) ?? null;
    if (meant !== null) throw new DeskFault(meant, { code: meant === 'lost' ? 'server-error' : meant === 'deferred' ? 'deferred' : 'rejected', detail: said });
    if (status >= 300 && status < 400) throw this.fault({ kind: 'redirected', detail: said }, request);
    if (status < 200 || status >= 300) throw this.fault({ kind: 'status', status, detail: said, waitMs: retryAfter(headers.get('retry-after'), new Date()) }, request);
    if (request.bodiless) return { status, headers, json: null };
    try {
      return { status, headers, json: JSON.parse(text) as unknown };
    } catch {
      throw this.fault({ kind: 'unreadable', detail: said }, request);
    }
  }

  /** A fault of this request, for what only the caller can see in an answer. */
  fault(trouble: Trouble, { makes = false }: Pick<DeskRequest, 'makes'>): DeskFault {
    return faultOf(trouble, makes);
  }

  /** One line without tags, secrets and mail addresses. */
  clean(text: string): string {
    const plain = withoutTags(text, ' ').replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    const hidden = this.secrets.reduce((line, secret) => line.replaceAll(secret, '•••'), plain);
    return oneLine(withoutAddresses(hidden).replace(/\s+/g, ' '), 300);
  }

  private async exchange(request: DeskRequest): Promise<{ status: number; headers: Headers; text: string }> {
    const { method, path, query, json, form, body } = request;
    const url = new URL(this.address.baseUrl + path);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value);
    const type = json !== undefined ? 'application/json' : body?.type;
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(this.address.timeoutMs),
        headers: { accept: 'application/json', ...this.address.headers, ...request.headers, ...(type && { 'content-type': type }) },
        ...(json !== undefined ? { body: JSON.stringify(json) } : form ? { body: form } : body ? { body: body.bytes } : {}),
      });
      return { status: response.status, headers: response.headers, text: await limitedText(response) };
    } catch (error) {
      throw this.fault(troubleOf(error), request);
    }
  }
}

async function limitedText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) throw new Error('answer too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Only codes are told: messages of Node may hold addresses. */
function troubleOf(error: unknown): Trouble {
  const { name, message, cause } = error as Error & { cause?: { code?: string } };
  const code = cause?.code ?? '';
  if (name === 'TimeoutError') return { kind: 'broken', detail: 'time-out' };
  if (NO_ROUTE.has(code)) return { kind: 'unreachable', tls: false, detail: code };
  if (TLS.test(code)) return { kind: 'unreachable', tls: true, detail: code };
  return { kind: 'broken', detail: code || (message === 'answer too long' ? message : 'connection lost') };
}
