import { Module } from '@nestjs/common';
import { InboxModule } from '../../inbox/inbox.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { InboxController } from './inbox.controller.js';

/** Mail that waits for a person. */
@Module({ imports: [InboxModule, DeskFrameModule], controllers: [InboxController] })
export class InboxPagesModule {}
