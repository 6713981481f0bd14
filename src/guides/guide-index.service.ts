import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { entriesOf, vocabularyOf } from './guide-entries.js';
import { GuideSearchQueries } from './guide-search.queries.js';
import { GuidesService } from './guides.service.js';

/** Keeps the search index in step with the guides: at the start, and in the transaction of every edit. */
@Injectable()
export class GuideIndexService implements OnApplicationBootstrap {
  constructor(
    private readonly guides: GuidesService,
    private readonly queries: GuideSearchQueries,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.dataSource.transaction((manager) => this.refresh(manager));
  }

  async refresh(manager: EntityManager): Promise<void> {
    const { guides } = await this.guides.catalogue(manager);
    await this.queries.refresh(manager, await this.guides.fingerprint(manager), () => {
      const entries = entriesOf(guides, this.guides.synonyms);
      return { entries, words: vocabularyOf(entries) };
    });
  }
}
