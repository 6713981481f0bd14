import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnswersModule } from '../answers/answers.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { BulkWorkService } from './bulk-work.service.js';
import { BulkSelection, BulkSelectionCase } from './bulk.entity.js';
import { BulkProcessor } from './bulk.processor.js';
import { BulkService } from './bulk.service.js';

/** One action over many cases. */
@Module({
  imports: [TypeOrmModule.forFeature([BulkSelection, BulkSelectionCase]), AnswersModule, CasesModule, DeliveryModule, TasksModule],
  providers: [BulkService, BulkWorkService, BulkProcessor],
  exports: [BulkService],
})
export class BulkModule {}
