/** How to reach the mail server, read from `SMTP_URL`. Field names are nodemailer's. */
export interface SmtpServer {
  host: string;
  port: number | undefined;
  /** TLS from the first byte (`smtps:`); undefined: only on port 465. */
  secure: true | undefined;
  /** Never send without STARTTLS. */
  requireTLS: boolean;
  /** Do not use STARTTLS even where it is offered. */
  ignoreTLS: boolean;
  /** Name given in EHLO; undefined: the name of this machine. */
  name: string | undefined;
  tls: { rejectUnauthorized: boolean; servername?: string };
  auth: { user: string; pass: string } | null;
}

const OPTIONS = new Set(['requireTLS', 'ignoreTLS', 'name', 'tls.rejectUnauthorized', 'tls.servername']);

/**
 * Reads `smtp://user:password@host:port?requireTLS=true` or `smtps://…`; user and password are percent-encoded.
 * Certificates are checked unless `tls.rejectUnauthorized=false` is written out.
 * Throws an Error whose message tells the administrator in Russian what to mend and holds neither user nor password.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname) throw new Error('нужен адрес вида smtp://имя:пароль@сервер:порт или smtps://…');
  for (const name of url.searchParams.keys()) if (!OPTIONS.has(name)) throw new Error(`неизвестный параметр «${name}», допустимо: ${[...OPTIONS].join(', ')}`);
  if (Boolean(url.username) !== Boolean(url.password)) throw new Error('укажите имя и пароль вместе или уберите оба');

  const servername = url.searchParams.get('tls.servername');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : undefined,
    secure: url.protocol === 'smtps:' ? true : undefined,
    requireTLS: flag(url, 'requireTLS', false),
    ignoreTLS: flag(url, 'ignoreTLS', false),
    name: url.searchParams.get('name') ?? undefined,
    tls: { rejectUnauthorized: flag(url, 'tls.rejectUnauthorized', true), ...(servername ? { servername } : {}) },
    auth: url.username ? { user: decoded(url.username), pass: decoded(url.password) } : null,
  };
}

function flag(url: URL, name: string, unset: boolean): boolean {
  const value = url.searchParams.get(name);
  if (value === null) return unset;
  if (value !== 'true' && value !== 'false') throw new Error(`${name}: допустимо true или false`);
  return value === 'true';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error('имя и пароль записывают с процентами (% — %25, @ — %40)');
  }
}
