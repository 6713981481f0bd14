import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { IsNull } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { AccountLinksService } from './account-links.service.js';
import { normalEmail } from './account-record.js';
import { Account } from './account.entity.js';
import { AccountKeysService } from './account-keys.service.js';
import { AuditService } from './audit.service.js';
import { SessionsService } from './sessions.service.js';

const RETURN_PATH = '/desk/oidc/return';
const TRIP_MS = 10 * 60_000;

/** What has to be remembered between leaving for the provider and coming back; sealed into a cookie. */
interface Trip {
  state: string;
  nonce: string;
  verifier: string;
  /** Where in the desk somebody wanted to go. */
  next: string;
  until: number;
}

/** Single sign-on: code flow with PKCE, state and nonce. Lets in only who was invited; a second factor is the provider's business. */
@Injectable()
export class OidcService {
  private readonly logger = new Logger(OidcService.name);
  private provider: Promise<oidc.Configuration> | null = null;

  constructor(
    @Inject(Config) private readonly config: Config,
    private readonly transactions: TransactionsService,
    private readonly keys: AccountKeysService,
    private readonly sessions: SessionsService,
    private readonly links: AccountLinksService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  get enabled(): boolean {
    return this.config.oidc !== null;
  }

  /** Words of the button, if the settings give any. */
  get button(): string | null {
    return this.config.oidc?.button ?? null;
  }

  /**
   * Where to send the browser, and what to give it along.
   * @throws DomainError `oidc-unavailable`, `no-such-page` when not set up.
   */
  async leave(next: string): Promise<{ url: string; cookie: string }> {
    const provider = await this.discover();
    const trip: Trip = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), next, until: this.clock.now().getTime() + TRIP_MS };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: `${this.config.baseUrl}${RETURN_PATH}`,
      scope: 'openid email profile',
      state: trip.state,
      nonce: trip.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(trip.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, cookie: this.keys.seal(JSON.stringify(trip), 'oidc trip').toString('base64url') };
  }

  /**
   * Takes what the provider says; gives the cookie of a full session and where to go.
   * @throws DomainError `oidc-refused` (the provider or the check said no), `oidc-unknown` (nobody invited), `oidc-unavailable`.
   */
  async arrive(query: string, cookie: string | undefined, userAgent: string | undefined): Promise<{ token: string; next: string }> {
    const provider = await this.discover();
    const trip = this.tripOf(cookie);
    if (!trip) throw new DomainError('invalid', 'oidc-refused');
    const claims = await this.exchange(provider, new URL(`${this.config.baseUrl}${RETURN_PATH}${query}`), trip);
    return { token: await this.letIn(claims, userAgent), next: trip.next };
  }

  private tripOf(cookie: string | undefined): Trip | null {
    const text = cookie ? this.keys.open(Buffer.from(cookie, 'base64url'), 'oidc trip') : null;
    const trip = text === null ? null : (JSON.parse(text) as Trip);
    return trip && trip.until > this.clock.now().getTime() ? trip : null;
  }

  private async exchange(provider: oidc.Configuration, url: URL, trip: Trip): Promise<oidc.IDToken> {
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, url, {
        pkceCodeVerifier: trip.verifier,
        expectedState: trip.state,
        expectedNonce: trip.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('no id token');
      if (claims['email'] !== undefined) return claims;
      // Some providers tell the e-mail only when asked.
      return { ...(await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)), ...claims };
    } catch (error) {
      // Only the code: a message may quote what the provider was sent.
      this.logger.warn(`sign-in by provider refused: ${(error as { code?: string }).code ?? (error as Error).name}`);
      throw new DomainError('invalid', 'oidc-refused');
    }
  }

  private letIn(claims: oidc.IDToken, userAgent: string | undefined): Promise<string> {
    const subject = `${claims.iss}|${claims.sub}`;
    return this.transactions.run(async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const bound = await tx.manager.findOne(Account, { where: { oidcSubject: subject }, lock });
      const email = claims['email_verified'] === true && typeof claims['email'] === 'string' ? normalEmail(claims['email']) : null;
      // An account that somebody else of the provider holds already is not handed over by an e-mail.
      const account = bound ?? (email ? await tx.manager.findOne(Account, { where: { email, oidcSubject: IsNull() }, lock }) : null);
      if (!account || account.disabledAt) throw new DomainError('forbidden', 'oidc-unknown');
      const name = typeof claims['name'] === 'string' ? claims['name'].replace(/\s+/g, ' ').trim().slice(0, 120) : '';
      await tx.manager.update(Account, { id: account.id }, { oidcSubject: subject, fullName: account.fullName || name || account.email, activatedAt: account.activatedAt ?? this.clock.now() });
      if (!account.activatedAt) await this.links.takeBack(tx, account.id);
      await this.audit.record(tx, { by: account.id, action: 'account.signed-in', subject: `account:${account.id}`, details: { step: 'oidc' } });
      return this.sessions.begin(tx.manager, account.id, 'oidc', userAgent);
    });
  }

  /** Asks the provider about itself once; a failure is not remembered. */
  private async discover(): Promise<oidc.Configuration> {
    const settings = this.config.oidc;
    if (!settings) throw new DomainError('not-found', 'no-such-page');
    const { issuer, clientId, clientSecret } = settings;
    // Plain HTTP only where the settings say so: a provider on the same machine.
    const insecure = issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {};
    this.provider ??= oidc.discovery(new URL(issuer), clientId, clientSecret ?? undefined, clientSecret ? undefined : oidc.None(), { ...insecure, timeout: 10 });
    try {
      return await this.provider;
    } catch (error) {
      this.provider = null;
      this.logger.warn(`provider does not answer: ${(error as { code?: string }).code ?? (error as Error).name}`);
      throw new DomainError('unavailable', 'oidc-unavailable');
    }
  }
}
