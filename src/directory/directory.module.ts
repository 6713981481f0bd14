import { Module } from '@nestjs/common';
import { DirectoryFreshnessService } from './directory-freshness.service.js';
import { DirectoryMatchQueries } from './directory-match.queries.js';
import { DirectoryService } from './directory.service.js';
import { EvidencePresenter } from './evidence.presenter.js';

/** Users of РМИС: who is asked about, and what is known of him. */
@Module({ providers: [DirectoryFreshnessService, DirectoryMatchQueries, DirectoryService, EvidencePresenter], exports: [DirectoryService, EvidencePresenter] })
export class DirectoryModule {}
