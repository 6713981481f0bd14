import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/cases.module.js';
import { GuidesModule } from '../guides/guides.module.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { TriageModule } from '../triage/triage.module.js';
import { CaseFileController } from './case-file.controller.js';
import { CaseLinkController } from './case-link.controller.js';
import { CaseMessageController } from './case-message.controller.js';
import { CaseOutcomeController } from './case-outcome.controller.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { CasePageService } from './case-page.service.js';
import { CaseStatusController } from './case-status.controller.js';
import { CertificateController } from './certificate.controller.js';
import { CertificatePresenter } from './certificate.presenter.js';
import { CheckController } from './check.controller.js';
import { CheckPresenter } from './check.presenter.js';
import { ConsentController } from './consent.controller.js';
import { DeliverySentencesPresenter } from './delivery-sentences.presenter.js';
import { DetailsController } from './details.controller.js';
import { DoneController } from './done.controller.js';
import { DraftEntity } from './draft.entity.js';
import { DraftService } from './draft.service.js';
import { DraftSweepService } from './draft-sweep.service.js';
import { EdmsRegistrationController } from './edms-registration.controller.js';
import { ExpiryModule } from '../expiry/expiry.module.js';
import { ExpiryRefusalController } from './expiry-refusal.controller.js';
import { FieldCheckController } from './field-check.controller.js';
import { FormPresenter } from './form.presenter.js';
import { ImportResultController } from './import-result.controller.js';
import { NewUserController } from './new-user.controller.js';
import { OrganizationController } from './organization.controller.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { QuestionPresenter } from './question.presenter.js';
import { QuestionsController } from './questions.controller.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { SignedLetterController } from './signed-letter.controller.js';
import { StartController } from './start.controller.js';
import { VerdictController } from './verdict.controller.js';
import { VerdictPagePresenter } from './verdict-page.presenter.js';
import { WizardService } from './wizard.service.js';

/** The applicant's face: the wizard from a file to a case, and the status page of a case. */
@Module({
  imports: [TypeOrmModule.forFeature([DraftEntity]), CasesModule, CertificatesModule, ExpiryModule, GuidesModule, TriageModule],
  controllers: [
    StartController,
    CertificateController,
    ImportResultController,
    QuestionsController,
    VerdictController,
    DetailsController,
    OrganizationController,
    NewUserController,
    FieldCheckController,
    ConsentController,
    CheckController,
    DoneController,
    CaseStatusController,
    SignedLetterController,
    CaseMessageController,
    CaseOutcomeController,
    EdmsRegistrationController,
    CaseLinkController,
    CaseFileController,
    ExpiryRefusalController,
  ],
  providers: [
    DraftService,
    DraftSweepService,
    WizardService,
    PageService,
    CasePageService,
    ProgressPresenter,
    FormPresenter,
    QuestionPresenter,
    CertificatePresenter,
    VerdictPagePresenter,
    CheckPresenter,
    DeliverySentencesPresenter,
    CasePagePresenter,
    { provide: APP_GUARD, useClass: SameOriginGuard },
  ],
  exports: [DraftService, WizardService, PageService, CertificatePresenter],
})
export class PortalModule {}
