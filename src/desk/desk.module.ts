import { Module } from '@nestjs/common';
import { AcceptInvitationController } from './accept-invitation.controller.js';
import { AccountRowsService } from './account-rows.service.js';
import { DeskPageService } from './desk-page.service.js';
import { FirstSignInController } from './first-sign-in.controller.js';
import { ForgotPasswordController } from './forgot-password.controller.js';
import { HomeController } from './home.controller.js';
import { OidcController } from './oidc.controller.js';
import { OperatorsController } from './operators.controller.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { ResetPasswordController } from './reset-password.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SignInCodeController } from './sign-in-code.controller.js';
import { SignInController } from './sign-in.controller.js';
import { SignOutController } from './sign-out.controller.js';

/** The operators' face. Every handler says who may come (`@Requires`, `@DuringSignIn`, `@ForAnybody`); one that does not is closed. */
@Module({
  controllers: [
    HomeController,
    SignInController,
    SignInCodeController,
    SignOutController,
    ForgotPasswordController,
    ResetPasswordController,
    AcceptInvitationController,
    FirstSignInController,
    OidcController,
    OwnAccountController,
    OwnSessionsController,
    SecondFactorController,
    OperatorsController,
  ],
  providers: [DeskPageService, AccountRowsService],
})
export class DeskModule {}
