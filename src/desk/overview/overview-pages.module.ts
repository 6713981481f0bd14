import { Module } from '@nestjs/common';
import { IncidentsModule } from '../../incidents/incidents.module.js';
import { OverviewModule } from '../../overview/overview.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { IncidentPagesModule } from '../incidents/incident-pages.module.js';
import { OverviewExportController } from './overview-export.controller.js';
import { OverviewPageService } from './overview-page.service.js';
import { OverviewTablesPresenter } from './overview-tables.presenter.js';
import { OverviewController } from './overview.controller.js';
import { OverviewPresenter } from './overview.presenter.js';

/** Figures of the desk: the page, and what can be taken along. */
@Module({
  imports: [OverviewModule, IncidentsModule, IncidentPagesModule, DeskFrameModule],
  controllers: [OverviewController, OverviewExportController],
  providers: [OverviewPageService, OverviewPresenter, OverviewTablesPresenter],
})
export class OverviewPagesModule {}
