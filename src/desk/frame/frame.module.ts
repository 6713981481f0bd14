import { Module } from '@nestjs/common';
import { AlarmsModule } from '../../alarms/alarms.module.js';
import { DeskPageService } from './desk-page.service.js';

/** What every room of the desk needs to send its pages. */
@Module({ imports: [AlarmsModule], providers: [DeskPageService], exports: [DeskPageService] })
export class DeskFrameModule {}
