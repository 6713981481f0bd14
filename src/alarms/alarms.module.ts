import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { AlarmMailsService } from './alarm-mails.service.js';
import { AlarmWatchService } from './alarm-watch.service.js';
import { AlarmsQueries } from './alarms.queries.js';
import { AlarmsService } from './alarms.service.js';

/** What is wrong with the service itself: found, told once, shown until it is over. */
@Module({ imports: [DeliveryModule], providers: [AlarmMailsService, AlarmWatchService, AlarmsQueries, AlarmsService], exports: [AlarmWatchService, AlarmsService] })
export class AlarmsModule {}
