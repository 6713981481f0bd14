import { Secret, TOTP } from 'otpauth';

/** A page as a browser without scripts gets it. */
export interface DeskAnswer {
  status: number;
  location: string;
  html: string;
  /** Visible text, white space made single. */
  text: string;
  cookies: string[];
}

/** A browser at the desk: cookies, same-origin forms, no redirects followed. */
export class DeskClient {
  private readonly cookies = new Map<string, string>();

  constructor(readonly baseUrl: string) {}

  /** Another browser that stole the cookies. */
  twin(): DeskClient {
    const twin = new DeskClient(this.baseUrl);
    for (const [name, value] of this.cookies) twin.cookies.set(name, value);
    return twin;
  }

  cookie(name = 'certdesk_desk'): string | undefined {
    return this.cookies.get(name);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<DeskAnswer> {
    return this.send(path, { method: 'GET', headers });
  }

  post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<DeskAnswer> {
    return this.send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: this.baseUrl, ...headers } });
  }

  async send(path: string, init: RequestInit): Promise<DeskAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.baseUrl), {
      ...init,
      redirect: 'manual',
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0', ...(cookie && { cookie }), ...(init.headers as Record<string, string>) },
    });
    const set = answer.headers.getSetCookie();
    for (const line of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const html = await answer.text();
    const text = html.replace(/<style.*?<\/style>|<[^>]+>/gs, ' ').replace(/&nbsp;|\s+/g, ' ');
    return { status: answer.status, location: answer.headers.get('location') ?? '', html, text, cookies: set };
  }

  signIn(email: string, password: string): Promise<DeskAnswer> {
    return this.post('/desk/sign-in', { email, password });
  }

  /** Sets up an authenticator at the page that asks for it; gives it and the recovery codes. */
  async enrol(now?: Date, current = ''): Promise<{ phone: Phone; recoveryCodes: string[] }> {
    const page = await this.get('/desk/account/second-factor');
    const secret = /id="secret">([A-Z2-7 ]+)</.exec(page.html)?.[1];
    if (!secret) throw new Error(`no secret on the page: ${page.status} ${page.location}`);
    const phone = new Phone(secret.replaceAll(' ', ''));
    const done = await this.post('/desk/account/second-factor', { code: phone.code(now), current });
    const recoveryCodes = [...done.html.matchAll(/<li class="code">([^<]+)<\/li>/g)].map(([, code]) => code ?? '');
    if (recoveryCodes.length === 0) throw new Error(`not enrolled: ${done.status} ${done.text}`);
    return { phone, recoveryCodes };
  }
}

/** An authenticator. */
export class Phone {
  private readonly totp: TOTP;

  constructor(secret: string) {
    this.totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: 'SHA1' });
  }

  /** The code that is shown then. */
  code(now = new Date()): string {
    return this.totp.generate({ timestamp: now.getTime() });
  }
}
