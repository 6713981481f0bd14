// Search of the help: the service's own queries on its own connection, half typed, typed, mistyped, not found. Goal: p95 ≤ 50 ms.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { loadConfig } from '../dist/config/config.js';
import { dataSourceOptions } from '../dist/data-source.js';
import { GuideCountsService } from '../dist/guides/guide-counts.service.js';
import { GuideIndexService } from '../dist/guides/guide-index.service.js';
import { GuideSearchQueries } from '../dist/guides/guide-search.queries.js';
import { GuideSearchService } from '../dist/guides/guide-search.service.js';
import { GuidesService } from '../dist/guides/guides.service.js';
import { TemplatesService } from '../dist/platform/templates.service.js';
import { Lab } from './support/lab.js';
import { median, percentile } from './support/statistics.js';

const TURNS = Number(process.env['BENCH_TURNS'] ?? 200);
const SEARCHES = {
  'as asked': ['как заменить эцп в еис', true],
  'with a typo': ['сертефикат не грузится', true],
  'half typed': ['как загрузить новый серти', false],
  'twelve words': ['как мне загрузить новый сертефикат сотрудника в ацк госзаказ если прежний уже закончился', true],
  'nothing found': ['лиловый аквариум', true],
};

const lab = await Lab.open();
const source = await new DataSource(dataSourceOptions(await lab.database(`guides_${randomUUID().slice(0, 8)}`), 10)).initialize();
try {
  const guides = new GuidesService(loadConfig({}), new TemplatesService(), source);
  const queries = new GuideSearchQueries(source);
  await new GuideIndexService(guides, queries, source).onApplicationBootstrap();
  const searches = new GuideSearchService(guides, queries, new GuideCountsService(source, { now: () => new Date() }));
  for (const [name, [typed, settled]] of Object.entries(SEARCHES)) {
    const times = [];
    for (let turn = -5; turn < TURNS; turn += 1) {
      const start = performance.now();
      await searches.search(typed, settled);
      if (turn >= 0) times.push(performance.now() - start);
    }
    process.stdout.write(`| ${name.padEnd(13)} | p50 ${median(times).toFixed(1).padStart(6)} ms | p95 ${percentile(times, 0.95).toFixed(1).padStart(6)} ms |\n`);
  }
} finally {
  await source.destroy();
  await lab.close();
}
