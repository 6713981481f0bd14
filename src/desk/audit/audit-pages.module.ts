import { Module } from '@nestjs/common';
import { DeadlinesModule } from '../../deadlines/deadlines.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { AuditController } from './audit.controller.js';
import { AuditExportController } from './audit-export.controller.js';
import { AuditPresenter } from './audit.presenter.js';

/** The audit log for administrators. */
@Module({ imports: [DeadlinesModule, DeskFrameModule], controllers: [AuditController, AuditExportController], providers: [AuditPresenter] })
export class AuditPagesModule {}
