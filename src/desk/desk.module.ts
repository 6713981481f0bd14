import { Module } from '@nestjs/common';
import { AcceptInvitationController } from './sign-in/accept-invitation.controller.js';
import { AccountRowsService } from './accounts/account-rows.service.js';
import { CasesModule } from '../cases/cases.module.js';
import { CaseCorrectionController } from './cases/case-correction.controller.js';
import { CaseDecisionController } from './cases/case-decision.controller.js';
import { CaseDeliveryController } from './cases/case-delivery.controller.js';
import { CasePageController } from './cases/case-page.controller.js';
import { CasePagePresenter } from './cases/case-page.presenter.js';
import { CasePageService } from './cases/case-page.service.js';
import { CaseWorkController } from './cases/case-work.controller.js';
import { InboxPagesModule } from './inbox/inbox-pages.module.js';
import { DeskFrameModule } from './frame/frame.module.js';
import { FirstSignInController } from './sign-in/first-sign-in.controller.js';
import { ForgotPasswordController } from './sign-in/forgot-password.controller.js';
import { HomeController } from './home.controller.js';
import { OidcController } from './sign-in/oidc.controller.js';
import { OperatorsController } from './accounts/operators.controller.js';
import { OwnAccountController } from './accounts/own-account.controller.js';
import { OwnSessionsController } from './accounts/own-sessions.controller.js';
import { ResetPasswordController } from './sign-in/reset-password.controller.js';
import { SecondFactorController } from './sign-in/second-factor.controller.js';
import { SignInCodeController } from './sign-in/sign-in-code.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignOutController } from './sign-in/sign-out.controller.js';
import { TaskPagesModule } from './tasks/task-pages.module.js';
import { EventsController } from './worklist/events.controller.js';
import { EventsListener } from './worklist/events-listener.adapter.js';
import { EventsService } from './worklist/events.service.js';
import { WorklistChangesController } from './worklist/worklist-changes.controller.js';
import { WorklistFindController } from './worklist/worklist-find.controller.js';
import { WorklistPageService } from './worklist/worklist-page.service.js';
import { WorklistSeenController } from './worklist/worklist-seen.controller.js';
import { WorklistViewController } from './worklist/worklist-view.controller.js';
import { WorklistController } from './worklist/worklist.controller.js';
import { WorklistPresenter } from './worklist/worklist.presenter.js';

/** The operators' face. Every handler says who may come (`@Requires`, `@DuringSignIn`, `@ForAnybody`); one that does not is closed. */
@Module({
  imports: [CasesModule, DeskFrameModule, InboxPagesModule, TaskPagesModule],
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
  providers: [EventsListener, EventsService, WorklistPageService, WorklistPresenter, CasePagePresenter, CasePageService, AccountRowsService],
})
export class DeskModule {}
