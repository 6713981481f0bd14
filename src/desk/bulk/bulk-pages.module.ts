import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { BulkModule } from '../../bulk/bulk.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { BulkActionController } from './bulk-action.controller.js';
import { BulkChoiceController } from './bulk-choice.controller.js';
import { BulkPagePresenter } from './bulk-page.presenter.js';
import { BulkPageService } from './bulk-page.service.js';

/** Pages of actions over many cases; choosing the cases is the worklist's. */
@Module({
  imports: [AnswersModule, BulkModule, DeskFrameModule],
  controllers: [BulkChoiceController, BulkActionController],
  providers: [BulkPagePresenter, BulkPageService],
})
export class BulkPagesModule {}
