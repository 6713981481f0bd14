import { Module } from '@nestjs/common';
import { AcceptInvitationController } from './accept-invitation.controller.js';
import { AccountRowsService } from './account-rows.service.js';
import { CasesModule } from '../cases/cases.module.js';
import { CaseCorrectionController } from './case-correction.controller.js';
import { CaseDecisionController } from './case-decision.controller.js';
import { CaseDeliveryController } from './case-delivery.controller.js';
import { CasePageController } from './case-page.controller.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { CasePageService } from './case-page.service.js';
import { CaseWorkController } from './case-work.controller.js';
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
import { EventsController } from './events.controller.js';
import { EventsListener } from './events-listener.adapter.js';
import { EventsService } from './events.service.js';
import { WorklistChangesController } from './worklist-changes.controller.js';
import { WorklistFindController } from './worklist-find.controller.js';
import { WorklistPageService } from './worklist-page.service.js';
import { WorklistSeenController } from './worklist-seen.controller.js';
import { WorklistViewController } from './worklist-view.controller.js';
import { WorklistController } from './worklist.controller.js';
import { WorklistPresenter } from './worklist.presenter.js';

/** The operators' face. Every handler says who may come (`@Requires`, `@DuringSignIn`, `@ForAnybody`); one that does not is closed. */
@Module({
  imports: [CasesModule],
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
    WorklistController,
    WorklistFindController,
    WorklistChangesController,
    WorklistSeenController,
    WorklistViewController,
    EventsController,
    CasePageController,
    CaseWorkController,
    CaseDecisionController,
    CaseDeliveryController,
    CaseCorrectionController,
  ],
  providers: [EventsListener, EventsService, WorklistPageService, WorklistPresenter, CasePagePresenter, CasePageService, DeskPageService, AccountRowsService],
})
export class DeskModule {}
