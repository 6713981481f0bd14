import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { GuideCountsService } from '../../src/guides/guide-counts.service.js';
import { GuideSearchService } from '../../src/guides/guide-search.service.js';
import { startApp, type TestApp } from '../support/app.js';

describe('the search of the help', () => {
  let app: TestApp;
  let client: pg.Client;
  let searches: GuideSearchService;
  let counts: GuideCountsService;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    searches = app.app.get(GuideSearchService, { strict: false });
    counts = app.app.get(GuideCountsService, { strict: false });
  });
  afterAll(async () => {
    await client?.end();
    await app?.close();
  });
  const first = async (typed: string, settled = true) => (await searches.search(typed, settled)).results[0]?.href.slice('/help/'.length);

  it.each([
    ['как заменить эцп в еис', 'eis-new-certificate'],
    ['сертефикат не грузится', 'rmis-outcomes'],
    ['замена электронной подписи на zakupki.gov.ru', 'eis-new-certificate'],
    ['ЗАГРУЗКА СЕРТИФИКАТОВ В АЦК', 'rmis-import'],
    ['импорт нового сертификата', 'rmis-import'],
    ['учетная запись заблокированна', 'rmis-outcomes'],
    ['зарегистрировать нового пользователя рмис', 'rmis-letter'],
    ['выгрузить сертификат с флешки', 'certificate-file'],
    ['где найти токен-ключ', 'eis-identifier'],
    ['перевыпустить подпись в налоговой', 'certificate-fns'],
    ['казначейство', 'certificate-treasury'],
    ['мчд', 'certificate-staff'],
    ['забыл пароль', 'questions#password'],
    ['сколько действует эцп', 'questions#how-long'],
    ['вход через госуслуги', 'esia'],
    ['аккредитация на площадке', 'platforms'],
    ['ncalayer', 'kazakhstan'],
    ['закладка ЕРУЗ', 'eruz'],
  ])('%s → %s', async (typed, slug) => expect(await first(typed)).toBe(slug));

  it('finds a word that is typed only half', async () => {
    expect(await first('казнач', false)).toBe('certificate-treasury');
    expect(await first('какой файл серти', false)).toBe('certificate-file');
  });

  it('says how it understood a typo', async () => expect((await searches.search('сертефикат', true)).mended).toBe('сертификат'));

  it.each(['', ' ', '...', '\'" | & ! ( ) :* <->', 'в на и', 'ы'.repeat(500)])('bears what is typed, case %#', async (typed) => {
    expect((await searches.search(typed, true)).results).toBeInstanceOf(Array);
  });

  it('keeps what it could not find, without anybody in it, and only when the words are complete', async () => {
    await client.query('TRUNCATE guide_missing_queries');
    for (const typed of ['желтый аквариум', 'Жёлтый аквариум', 'иванова мария петровна', '7299000007', 'x@example.ru']) await searches.search(typed, true);
    await searches.search('лиловый аквариум', false);
    expect((await counts.missingQueries(10)).map(({ query, times }) => [query, times])).toEqual([['желтый аквариум', 2]]);
  });

  it('is made anew only when the guides changed', async () => {
    const stamp = async () => (await client.query<{ xmin: string }>('SELECT xmin FROM guide_index')).rows[0]?.xmin;
    const before = await stamp();
    await app.app.get(GuideSearchService, { strict: false }).search('еис', true);
    expect(await stamp()).toBe(before);
    expect((await client.query('SELECT 1 FROM guide_entries')).rowCount).toBeGreaterThan(20);
  });
});
