import { Module } from '@nestjs/common';
import { TasksModule } from '../../tasks/tasks.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { TaskCancelController } from './task-cancel.controller.js';
import { TaskListController } from './task-list.controller.js';
import { TaskPageController } from './task-page.controller.js';
import { TaskReportController } from './task-report.controller.js';
import { TaskPresenter } from './task.presenter.js';

/** Pages of long work. Rooms that show a task on a page of their own take `TaskPresenter` and the partial `pages/desk/_task`. */
@Module({
  imports: [TasksModule, DeskFrameModule],
  controllers: [TaskListController, TaskPageController, TaskCancelController, TaskReportController],
  providers: [TaskPresenter],
  exports: [TaskPresenter],
})
export class TaskPagesModule {}
