import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { AccountAdministrationService } from '../../accounts/account-administration.service.js';
import type { AccountRecord, SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { type Enrolment, SecondFactorService } from '../../accounts/second-factor.service.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { russianClock, russianDate } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';

/** Loads accounts and sessions and shapes them for the pages. */
@Injectable()
export class AccountRowsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly administration: AccountAdministrationService,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactorService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  /** One's own account with its living sessions. */
  async own({ account, sessionId, method }: SignedIn): Promise<object> {
    const now = this.clock.now();
    const sessions = (await this.sessions.list(account.id)).map((session) => ({
      id: session.id,
      browser: session.userAgent || this.templates.message('desk.sessions.unknown'),
      method: this.templates.message(`desk.sessions.${session.method}`),
      since: russianClock(session.createdAt, now),
      seen: russianClock(session.lastSeenAt, now),
      current: session.id === sessionId,
    }));
    return {
      email: account.email,
      role: this.templates.message(`desk.roles.${account.role}`),
      hasPassword: account.hasPassword,
      byProvider: method === 'oidc',
      hasSecondFactor: account.hasSecondFactor,
      mayRemove: account.role !== 'administrator',
      recoveryCodesLeft: account.hasSecondFactor ? await this.secondFactor.recoveryCodesLeft(account.id) : 0,
      sessions,
      several: sessions.length > 1,
    };
  }

  /** The QR code as an inline picture, and the secret in groups for typing. */
  async enrolment({ stage }: SignedIn, { secret, uri }: Enrolment): Promise<object> {
    const picture = await QRCode.toDataURL(uri, { errorCorrectionLevel: 'M', margin: 2, scale: 6 });
    return { picture, secret: secret.replace(/(.{4})(?=.)/g, '$1 '), required: stage === 'enrolment' };
  }

  /** Everybody, with what can be done about each. */
  async operators(me: SignedIn): Promise<object[]> {
    const all = await this.accounts.list();
    const locks = await this.administration.locks(all.map(({ email }) => email));
    return all.map((account) => this.operator(account, me, locks.get(account.email) ?? null));
  }

  private operator(account: AccountRecord, me: SignedIn, locked: Date | null): object {
    const { id, email, fullName, role, activatedAt, disabledAt, hasSecondFactor, hasProvider } = account;
    const state = disabledAt ? 'disabled' : !activatedAt ? 'invited' : locked ? 'locked' : 'active';
    const own = id === me.account.id;
    const now = this.clock.now();
    return {
      id,
      email,
      name: fullName === '' || fullName === email ? null : fullName,
      own,
      role: this.templates.message(`desk.roles.${role}`),
      state: this.templates.message(`desk.states.${state}`, { since: russianDate(disabledAt ?? activatedAt ?? account.createdAt), until: locked && russianClock(locked, now) }),
      stateKey: state,
      secondFactor: this.templates.message(`desk.second-factor.${hasSecondFactor ? 'yes' : hasProvider ? 'provider' : 'no'}`),
      can: own
        ? null
        : {
            makeOperator: role === 'administrator' && !disabledAt,
            makeAdministrator: role === 'operator' && !disabledAt,
            inviteAgain: state === 'invited',
            unlock: state === 'locked',
            endSessions: state === 'active' || state === 'locked',
            removeSecondFactor: hasSecondFactor,
            enable: disabledAt !== null,
            disable: disabledAt === null,
          },
    };
  }
}
