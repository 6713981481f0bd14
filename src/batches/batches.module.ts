import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/cases.module.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { TriageModule } from '../triage/triage.module.js';
import { BatchAnswersProcessor } from './batch-answers.processor.js';
import { BatchAnswersService } from './batch-answers.service.js';
import { BatchCasesProcessor } from './batch-cases.processor.js';
import { BatchCasesService } from './batch-cases.service.js';
import { BatchFilesAdapter } from './batch-files.adapter.js';
import { BatchItemsQueries } from './batch-items.queries.js';
import { BatchLettersService } from './batch-letters.service.js';
import { BatchDecisionsService } from './batch-decisions.service.js';
import { BatchSortService } from './batch-sort.service.js';
import { BatchTablesService } from './batch-tables.service.js';
import { Batch, BatchItem, BatchMaking, BatchMapping } from './batch.entity.js';
import { BatchesService } from './batches.service.js';
import { ForgetBatchProcessor } from './forget-batch.processor.js';
import { ItemTriageService } from './item-triage.service.js';
import { SortBatchProcessor } from './sort-batch.processor.js';
import { BatchResultService } from './batch-result.service.js';
import { BatchWordsPresenter } from './batch-words.presenter.js';

/** Many failed imports at once. */
@Module({
  imports: [TypeOrmModule.forFeature([Batch, BatchItem, BatchMaking, BatchMapping]), CasesModule, CertificatesModule, TasksModule, TriageModule],
  providers: [BatchesService, BatchCasesService, BatchAnswersService, BatchDecisionsService, BatchTablesService, BatchSortService, ItemTriageService, BatchItemsQueries, BatchFilesAdapter, BatchLettersService, BatchResultService, BatchWordsPresenter, SortBatchProcessor, BatchCasesProcessor, BatchAnswersProcessor, ForgetBatchProcessor],
  exports: [BatchesService, BatchCasesService, BatchAnswersService, BatchDecisionsService, BatchResultService, BatchLettersService, BatchWordsPresenter],
})
export class BatchesModule {}
