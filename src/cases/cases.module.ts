import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { LettersModule } from '../letters/letters.module.js';
import { TriageModule } from '../triage/triage.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AccessKeysService } from './access-keys.service.js';
import { CaseChangesService } from './case-changes.service.js';
import { CaseCreationService } from './case-creation.service.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import { CaseEdmsService } from './case-edms.service.js';
import { CaseFailoverService } from './case-failover.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import { CaseFilesService } from './case-files.service.js';
import { CaseInputsService } from './case-inputs.service.js';
import { CaseParcelsService } from './case-parcels.service.js';
import { Case, CaseEvent, CaseFile, CaseStatusChange, FormerLetter, IdempotencyKey } from './case.entity.js';
import { CaseTicketsService } from './case-tickets.service.js';
import { CasePresenter } from './case.presenter.js';
import { CaseUndo } from './operators/case-undo.entity.js';
import { CaseUndoService } from './operators/case-undo.service.js';
import { CasesService } from './cases.service.js';
import { CaseTalliesService } from './case-tallies.service.js';
import { CaseRepliesService } from './case-replies.service.js';
import { CaseRoutesService } from './case-routes.service.js';
import { DeskCasePresenter } from './operators/desk-case.presenter.js';
import { DeskCasesService } from './operators/desk-cases.service.js';
import { LookalikesQueries } from './operators/lookalikes.queries.js';
import { OperatorActionsService } from './operators/operator-actions.service.js';
import { OperatorDeliveriesService } from './operators/operator-deliveries.service.js';
import { RecountProcessor } from './recount.processor.js';
import { RecountService } from './recount.service.js';
import { RemindProcessor } from './remind.processor.js';
import { RemindersService } from './reminders.service.js';
import { JointLettersService } from './joint-letters.service.js';
import { WorklistSavedView, WorklistStoredSearch } from './worklist/worklist.entity.js';
import { WorklistKeepingService } from './worklist/worklist-keeping.service.js';
import { WorklistQueries } from './worklist/worklist.queries.js';
import { WorklistService } from './worklist/worklist.service.js';

/** Cases from their first request to their end. */
@Module({
  imports: [TypeOrmModule.forFeature([Case, CaseEvent, CaseFile, CaseStatusChange, FormerLetter, IdempotencyKey, WorklistSavedView, WorklistStoredSearch, CaseUndo]), CertificatesModule, DirectoryModule, TriageModule, LettersModule, DeliveryModule, DeadlinesModule, WebhooksModule],
  providers: [AccessKeysService, CaseChangesService, CaseCreationService, CaseDeadlinesService, CaseEdmsService, CaseFailoverService, CaseFilesService, CaseHeraldService, CaseInputsService, CaseParcelsService, CaseRepliesService, CaseRoutesService, CaseTalliesService, CaseTicketsService, CaseUndoService, DeskCasePresenter, DeskCasesService, LookalikesQueries, OperatorActionsService, OperatorDeliveriesService, CasePresenter, CasesService, RecountProcessor, RecountService, RemindProcessor, RemindersService, JointLettersService, WorklistKeepingService, WorklistQueries, WorklistService],
  exports: [CaseChangesService, CaseInputsService, CaseRepliesService, CaseTalliesService, CaseUndoService, CasesService, DeskCasesService, OperatorActionsService, OperatorDeliveriesService, RecountService, JointLettersService, WorklistKeepingService, WorklistService],
})
export class CasesModule {}
