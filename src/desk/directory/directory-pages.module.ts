import { Module } from '@nestjs/common';
import { DirectoryImportsModule } from '../../directory/imports/directory-imports.module.js';
import { TasksModule } from '../../tasks/tasks.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { TaskPagesModule } from '../tasks/task-pages.module.js';
import { DirectoryController } from './directory.controller.js';
import { DirectoryHistoryController } from './directory-history.controller.js';
import { DirectoryImportController } from './directory-import.controller.js';
import { DirectoryPresenter } from './directory.presenter.js';
import { DirectoryReportController } from './directory-report.controller.js';
import { DirectoryTokensController } from './directory-tokens.controller.js';
import { DirectoryUploadController } from './directory-upload.controller.js';
import { DirectoryVersionController } from './directory-version.controller.js';

/** Pages of the directory: looking people up for operators, import and tokens for administrators. */
@Module({
  imports: [DirectoryImportsModule, TasksModule, DeskFrameModule, TaskPagesModule],
  controllers: [
    DirectoryController,
    DirectoryUploadController,
    DirectoryImportController,
    DirectoryReportController,
    DirectoryVersionController,
    DirectoryHistoryController,
    DirectoryTokensController,
  ],
  providers: [DirectoryPresenter],
})
export class DirectoryPagesModule {}
