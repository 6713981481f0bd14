import { lookup } from 'node:dns';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { WebhookReply } from './webhook-attempt.js';

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES = 512;
const PRIVATE_ADDRESS = 'EPRIVATE';
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/;

/** This machine, its link and its networks, what is set aside for them, and the ways to write them as IPv6 (RFC 6890). */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) PRIVATE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128], ['::1', 128], ['64:ff9b::', 96], ['2001::', 32], ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
] as const) PRIVATE.addSubnet(network, bits, 'ipv6');

/** Whether an IP address belongs to this machine or an inner network. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** What is posted. */
export interface WebhookPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Whether inner networks may be reached. */
  allowPrivate: boolean;
}

/**
 * Posts a message. Where it leads is looked at when the connection is made, so that a name that changes its address gains nothing;
 * redirects are not followed, the whole exchange has a time limit, the answer is cut. Never throws: trouble is an answer too.
 */
export function postWebhook({ url, headers, body, allowPrivate }: WebhookPost): Promise<WebhookReply> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return Promise.resolve(troubled(PRIVATE_ADDRESS));
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { 'content-type': 'application/json', 'user-agent': 'Certdesk-Webhooks/1', 'content-length': String(Buffer.byteLength(body)), ...headers },
    ...(!allowPrivate && { lookup: publicOnly }),
  };
  return new Promise((resolve) => {
    const sent = (target.protocol === 'https:' ? httpsRequest : httpRequest)(target, options, (response) => {
      const status = response.statusCode ?? 0;
      let answer = '';
      const done = (): void => {
        response.destroy();
        resolve({ status, answer: oneLine(answer), trouble: null });
      };
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        answer += chunk;
        if (answer.length >= ANSWER_BYTES) done();
      });
      // The status is known: how its body ends does not matter.
      response.on('end', done).on('error', done);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(troubled(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'TIMEOUT' : (error.code ?? ''))));
    sent.end(body);
  });
}

/** Names are resolved here, and what they resolve to is what is connected to. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 4);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivateAddress(address))) return callback(Object.assign(new Error('inner network'), { code: PRIVATE_ADDRESS }), '', 4);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

function troubled(code: string): WebhookReply {
  const trouble = code === PRIVATE_ADDRESS ? 'private-address' : code === 'TIMEOUT' ? 'timeout' : TLS.test(code) ? 'tls' : 'no-connection';
  return { status: null, answer: null, trouble };
}

/** PostgreSQL holds no NUL, and a page shows no control characters. */
function oneLine(text: string): string | null {
  const clean = text.slice(0, ANSWER_BYTES).replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return clean === '' ? null : clean;
}
