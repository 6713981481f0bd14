import { Module } from '@nestjs/common';
import { CasesModule } from '../../cases/cases.module.js';
import { DeadlinesModule } from '../../deadlines/deadlines.module.js';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarYearController } from './calendar-year.controller.js';
import { SettingController } from './setting.controller.js';
import { SettingFormsService } from './setting-forms.service.js';
import { SettingRowsService } from './setting-rows.service.js';
import { SettingsController } from './settings.controller.js';

/** Settings for administrators. The page of one setting comes last: its address fits the others too. */
@Module({
  imports: [CasesModule, DeadlinesModule, DeliveryModule, DeskFrameModule],
  controllers: [SettingsController, CalendarController, CalendarYearController, SettingController],
  providers: [SettingFormsService, SettingRowsService],
})
export class SettingsPagesModule {}
