import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { BatchAnswersPresenter } from './batch-answers.presenter.js';
import { BatchController } from './batch.controller.js';
import { BatchesController } from './batches.controller.js';
import { CasesModule } from '../cases/cases.module.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { TriageModule } from '../triage/triage.module.js';
import { CaseFilesController } from './case-files.controller.js';
import { CasesController } from './cases.controller.js';
import { CertificatesController } from './certificates.controller.js';
import { DirectoryImportsModule } from '../directory/imports/directory-imports.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { DirectoryController } from './directory.controller.js';
import { DocsController } from './docs.controller.js';
import { HealthController } from './health.controller.js';
import { MessagesController } from './messages.controller.js';
import { MetricsController } from './metrics.controller.js';
import { SignedLetterController } from './signed-letter.controller.js';
import { TriageController } from './triage.controller.js';

/** The face for programs. */
@Module({
  imports: [BatchesModule, CasesModule, CertificatesModule, TriageModule, DirectoryImportsModule, TasksModule],
  providers: [BatchAnswersPresenter],
  controllers: [
    CertificatesController,
    TriageController,
    CasesController,
    CaseFilesController,
    SignedLetterController,
    MessagesController,
    DirectoryController,
    BatchesController,
    BatchController,
    DocsController,
    HealthController,
    MetricsController,
  ],
})
export class ApiModule {}
