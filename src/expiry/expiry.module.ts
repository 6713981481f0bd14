import { Module } from '@nestjs/common';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { EndingCertificatesQueries } from './ending-certificates.queries.js';
import { ExpiryNoticesService } from './expiry-notices.service.js';
import { ExpiryQueries } from './expiry.queries.js';
import { ExpiryService } from './expiry.service.js';
import { ExpiryWatchService } from './expiry-watch.service.js';
import { WatchExpiryProcessor } from './watch-expiry.processor.js';

/** Certificates that end soon: the list, and the notices to their owners. */
@Module({
  imports: [DeadlinesModule, DeliveryModule],
  providers: [EndingCertificatesQueries, ExpiryNoticesService, ExpiryQueries, ExpiryService, ExpiryWatchService, WatchExpiryProcessor],
  exports: [ExpiryNoticesService, ExpiryService, ExpiryWatchService],
})
export class ExpiryModule {}
