import { Module } from '@nestjs/common';
import { DeskFrameModule } from '../frame/frame.module.js';
import { QueueBoardService } from './queue-board.service.js';
import { QueueController } from './queue.controller.js';
import { QueuePresenter } from './queue.presenter.js';
import { QueueWorkService } from './queue-work.service.js';
import { QueuesController } from './queues.controller.js';

/** Queues for administrators. */
@Module({ imports: [DeskFrameModule], controllers: [QueuesController, QueueController], providers: [QueueBoardService, QueuePresenter, QueueWorkService] })
export class QueuePagesModule {}
