import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { CloseLoopProcessor } from './close-loop.processor.js';
import { ClosingQueries } from './closing.queries.js';
import { ClosingService } from './closing.service.js';
import { ClosingWorkService } from './closing-work.service.js';

/** After each sync of the directory: cases whose cause is gone, and cases that were ended too early. */
@Module({
  imports: [CasesModule, CertificatesModule, DeliveryModule, DirectoryModule, TasksModule],
  providers: [ClosingQueries, ClosingService, ClosingWorkService, CloseLoopProcessor],
  exports: [ClosingService],
})
export class ClosingModule {}
