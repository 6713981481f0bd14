import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GuideRevision } from './guide.entity.js';
import { GuideCountsService } from './guide-counts.service.js';
import { GuideEditingService } from './guide-editing.service.js';
import { GuideIndexService } from './guide-index.service.js';
import { GuidePresenter } from './guide.presenter.js';
import { GuideSearchQueries } from './guide-search.queries.js';
import { GuideSearchService } from './guide-search.service.js';
import { GuidesService } from './guides.service.js';

/** Self-help: guides, their search, and how often they help. */
@Module({
  imports: [TypeOrmModule.forFeature([GuideRevision])],
  providers: [GuidesService, GuideSearchQueries, GuideIndexService, GuideSearchService, GuideCountsService, GuideEditingService, GuidePresenter],
  exports: [GuidesService, GuideSearchService, GuideCountsService, GuideEditingService, GuidePresenter],
})
export class GuidesModule {}
