import { Module } from '@nestjs/common';
import { IncidentsModule } from '../../incidents/incidents.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { IncidentController } from './incident.controller.js';
import { IncidentPageService } from './incident-page.service.js';
import { IncidentPresenter } from './incident.presenter.js';
import { IncidentsController } from './incidents.controller.js';

/** Pages about incidents. */
@Module({ imports: [IncidentsModule, DeskFrameModule], controllers: [IncidentsController, IncidentController], providers: [IncidentPageService, IncidentPresenter], exports: [IncidentPresenter] })
export class IncidentPagesModule {}
