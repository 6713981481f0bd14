import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { AccessGuard } from './access.guard.js';
import { AccountAdministrationService } from './account-administration.service.js';
import { AccountKeysService } from './account-keys.service.js';
import { AccountLinksService } from './account-links.service.js';
import { AccountMailsService } from './account-mails.service.js';
import { Account, AccountLink, AuditEntry, RecoveryCode, Session } from './account.entity.js';
import { AccountRescueService } from './account-rescue.service.js';
import { AccountsService } from './accounts.service.js';
import { AuditQueries } from './audit.queries.js';
import { AuditService } from './audit.service.js';
import { FirstAdministratorService } from './first-administrator.service.js';
import { InvitationsService } from './invitations.service.js';
import { OidcService } from './oidc.service.js';
import { PasswordLinksService } from './password-links.service.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordsService } from './passwords.service.js';
import { RateLimitsService } from './rate-limits.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';
import { SignInService } from './sign-in.service.js';

/** People at the desk: accounts, sessions, rights, and the audit log. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Account, Session, AccountLink, RecoveryCode, AuditEntry]), DeliveryModule],
  providers: [
    AccountKeysService,
    AccountsService,
    AccountAdministrationService,
    AccountRescueService,
    AuditQueries,
    AccountLinksService,
    AccountMailsService,
    AuditService,
    FirstAdministratorService,
    InvitationsService,
    OidcService,
    PasswordLinksService,
    PasswordResetsService,
    PasswordsService,
    RateLimitsService,
    SecondFactorService,
    SessionsService,
    SignInAttemptsService,
    SignInService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [
    AccountsService,
    AccountAdministrationService,
    AccountRescueService,
    AuditQueries,
    AuditService,
    FirstAdministratorService,
    InvitationsService,
    OidcService,
    PasswordResetsService,
    PasswordsService,
    RateLimitsService,
    SecondFactorService,
    SessionsService,
    SignInService,
  ],
})
export class AccountsModule {}
