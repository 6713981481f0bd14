import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/cases.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { InboundFileRow, InboundMailRow } from './inbound-mail.entity.js';
import { InboxReader } from './inbox-reader.service.js';
import { InboxService } from './inbox.service.js';

/** What comes back by mail. */
@Module({
  imports: [TypeOrmModule.forFeature([InboundMailRow, InboundFileRow]), CasesModule, DeliveryModule],
  providers: [InboxReader, InboxService],
  exports: [InboxService],
})
export class InboxModule {}
