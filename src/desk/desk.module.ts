import { Module } from '@nestjs/common';
import { AcceptInvitationController } from './sign-in/accept-invitation.controller.js';
import { AccountRowsService } from './accounts/account-rows.service.js';
import { AlarmPagesModule } from './alarms/alarm-pages.module.js';
import { AnswerPagesModule } from './answers/answer-pages.module.js';
import { BatchPagesModule } from './batches/batch-pages.module.js';
import { BulkModule } from '../bulk/bulk.module.js';
import { BulkPagesModule } from './bulk/bulk-pages.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { CasePageModule } from './cases/case-page.module.js';
import { InboxPagesModule } from './inbox/inbox-pages.module.js';
import { RulePagesModule } from './rules/rule-pages.module.js';
import { DeskFrameModule } from './frame/frame.module.js';
import { DirectoryPagesModule } from './directory/directory-pages.module.js';
import { ExpiryPagesModule } from './expiry/expiry-pages.module.js';
import { FirstSignInController } from './sign-in/first-sign-in.controller.js';
import { ForgotPasswordController } from './sign-in/forgot-password.controller.js';
import { GuidesPagesModule } from './guides/guides-pages.module.js';
import { HomeController } from './home.controller.js';
import { OidcController } from './sign-in/oidc.controller.js';
import { OperatorsController } from './accounts/operators.controller.js';
import { OverviewPagesModule } from './overview/overview-pages.module.js';
import { OwnAccountController } from './accounts/own-account.controller.js';
import { OwnSessionsController } from './accounts/own-sessions.controller.js';
import { RescueController } from './sign-in/rescue.controller.js';
import { ResetPasswordController } from './sign-in/reset-password.controller.js';
import { SecondFactorController } from './sign-in/second-factor.controller.js';
import { SignInCodeController } from './sign-in/sign-in-code.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignOutController } from './sign-in/sign-out.controller.js';
import { TaskPagesModule } from './tasks/task-pages.module.js';
import { WebhookPagesModule } from './webhooks/webhook-pages.module.js';
import { AuditPagesModule } from './audit/audit-pages.module.js';
import { QueuePagesModule } from './queues/queue-pages.module.js';
import { SettingsPagesModule } from './settings/settings-pages.module.js';
import { EventsController } from './worklist/events.controller.js';
import { EventsListener } from './worklist/events-listener.adapter.js';
import { EventsService } from './worklist/events.service.js';
import { WorklistBulkController } from './worklist/worklist-bulk.controller.js';
import { WorklistChangesController } from './worklist/worklist-changes.controller.js';
import { WorklistFindController } from './worklist/worklist-find.controller.js';
import { WorklistPageService } from './worklist/worklist-page.service.js';
import { WorklistSeenController } from './worklist/worklist-seen.controller.js';
import { WorklistViewController } from './worklist/worklist-view.controller.js';
import { WorklistController } from './worklist/worklist.controller.js';
import { WorklistPresenter } from './worklist/worklist.presenter.js';

/** The operators' face. Every handler says who may come (`@Requires`, `@DuringSignIn`, `@ForAnybody`); one that does not is closed. */
@Module({
  imports: [
    CasesModule,
    DeskFrameModule,
    AlarmPagesModule,
    AnswerPagesModule,
    AuditPagesModule,
    BatchPagesModule,
    BulkModule,
    BulkPagesModule,
    CasePageModule,
    DirectoryPagesModule,
    ExpiryPagesModule,
    GuidesPagesModule,
    InboxPagesModule,
    OverviewPagesModule,
    QueuePagesModule,
    RulePagesModule,
    SettingsPagesModule,
    TaskPagesModule,
    WebhookPagesModule,
  ],
  controllers: [
    HomeController,
    SignInController,
    SignInCodeController,
    SignOutController,
    ForgotPasswordController,
    ResetPasswordController,
    AcceptInvitationController,
    FirstSignInController,
    RescueController,
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
    WorklistBulkController,
    EventsController,
  ],
  providers: [EventsListener, EventsService, WorklistPageService, WorklistPresenter, AccountRowsService],
})
export class DeskModule {}
