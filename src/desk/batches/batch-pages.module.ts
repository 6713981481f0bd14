import { Module } from '@nestjs/common';
import { BatchesModule } from '../../batches/batches.module.js';
import { TasksModule } from '../../tasks/tasks.module.js';
import { TriageModule } from '../../triage/triage.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { TaskPagesModule } from '../tasks/task-pages.module.js';
import { BatchAnswersController } from './batch-answers.controller.js';
import { BatchCasesController } from './batch-cases.controller.js';
import { BatchColumnsController } from './batch-columns.controller.js';
import { BatchDecisionController } from './batch-decision.controller.js';
import { BatchListController } from './batch-list.controller.js';
import { BatchPageController } from './batch-page.controller.js';
import { BatchPresenter } from './batch.presenter.js';
import { BatchQuestionsPresenter } from './batch-questions.presenter.js';
import { BatchLettersController } from './batch-letters.controller.js';
import { BatchResultController } from './batch-result.controller.js';
import { BatchUploadController } from './batch-upload.controller.js';

/** Pages of batches: giving one, looking at what became of it, making cases of it. */
@Module({
  imports: [BatchesModule, TasksModule, TriageModule, DeskFrameModule, TaskPagesModule],
  controllers: [BatchListController, BatchUploadController, BatchPageController, BatchResultController, BatchLettersController, BatchColumnsController, BatchCasesController, BatchAnswersController, BatchDecisionController],
  providers: [BatchPresenter, BatchQuestionsPresenter],
})
export class BatchPagesModule {}
