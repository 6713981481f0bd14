import { Module } from '@nestjs/common';
import { AlarmsModule } from '../../alarms/alarms.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { AlarmPresenter } from './alarm.presenter.js';
import { AlarmsController } from './alarms.controller.js';

/** How the service itself is. */
@Module({ imports: [AlarmsModule, DeskFrameModule], controllers: [AlarmsController], providers: [AlarmPresenter] })
export class AlarmPagesModule {}
