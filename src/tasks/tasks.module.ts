import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TaskRunnerService } from './task-runner.service.js';
import { Task, TaskReport } from './task.entity.js';
import { TasksService } from './tasks.service.js';

/** Long work with its progress. */
@Module({
  imports: [TypeOrmModule.forFeature([Task, TaskReport])],
  providers: [TaskRunnerService, TasksService],
  exports: [TaskRunnerService, TasksService],
})
export class TasksModule {}
