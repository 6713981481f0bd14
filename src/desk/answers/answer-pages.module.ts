import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { AnswerEditController } from './answer-edit.controller.js';
import { AnswerListController } from './answer-list.controller.js';
import { AnswerNewController } from './answer-new.controller.js';
import { AnswerPageService } from './answer-page.service.js';
import { AnswersPresenter } from './answers.presenter.js';

/** Pages on which administrators keep the templates of answers. */
@Module({
  imports: [AnswersModule, DeskFrameModule],
  controllers: [AnswerListController, AnswerNewController, AnswerEditController],
  providers: [AnswerPageService, AnswersPresenter],
})
export class AnswerPagesModule {}
