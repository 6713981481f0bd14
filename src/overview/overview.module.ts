import { Module } from '@nestjs/common';
import { OverviewQueries } from './overview.queries.js';
import { OverviewService } from './overview.service.js';

/** Figures of the desk. */
@Module({ providers: [OverviewQueries, OverviewService], exports: [OverviewService] })
export class OverviewModule {}
