import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { CasesModule } from '../../cases/cases.module.js';
import { ClosingModule } from '../../closing/closing.module.js';
import { IncidentsModule } from '../../incidents/incidents.module.js';
import { GuidesModule } from '../../guides/guides.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { CaseAnswerController } from './case-answer.controller.js';
import { CaseClosingController } from './case-closing.controller.js';
import { CaseConflictPresenter } from './case-conflict.presenter.js';
import { CaseCorrectionController } from './case-correction.controller.js';
import { CaseDecisionController } from './case-decision.controller.js';
import { CaseDeliveryController } from './case-delivery.controller.js';
import { CaseFilesController } from './case-files.controller.js';
import { CasePageController } from './case-page.controller.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { CasePageService } from './case-page.service.js';
import { CasePresenceController } from './case-presence.controller.js';
import { CasePresenceService } from './case-presence.service.js';
import { CaseTicketController } from './case-ticket.controller.js';
import { CaseUndoController } from './case-undo.controller.js';
import { CaseWorkController } from './case-work.controller.js';

/** The page of one case and what its forms do. */
@Module({
  imports: [AnswersModule, CasesModule, ClosingModule, DeskFrameModule, GuidesModule, IncidentsModule],
  controllers: [
    CasePageController,
    CaseFilesController,
    CasePresenceController,
    CaseWorkController,
    CaseAnswerController,
    CaseClosingController,
    CaseDecisionController,
    CaseDeliveryController,
    CaseTicketController,
    CaseCorrectionController,
    CaseUndoController,
  ],
  providers: [CasePageService, CasePagePresenter, CaseConflictPresenter, CasePresenceService],
})
export class CasePageModule {}
