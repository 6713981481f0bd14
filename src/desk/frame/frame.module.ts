import { Module } from '@nestjs/common';
import { DeskPageService } from './desk-page.service.js';

/** What every room of the desk needs to send its pages. */
@Module({ providers: [DeskPageService], exports: [DeskPageService] })
export class DeskFrameModule {}
