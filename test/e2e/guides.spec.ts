import type { DeskClient } from '../support/desk-client.js';
import { AccountsScene } from '../support/accounts-scene.js';

const GUIDE = (title: string, more = '') => `---
title: ${title}
summary: Достаточно длинное описание для списка.
system: certificate
audience: [anybody]
status: explained
sources: [{title: Проверено нами}]
checkedOn: 2026-11-24
keywords: телескоп
${more}---
## Первый раздел

Текст про телескоп. [Вернуться](/help/questions)
`;

describe('guides that administrators write', () => {
  let scene: AccountsScene;
  let street: DeskClient;
  const post = (path: string, fields: Record<string, string>, client = scene.admin) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return client.send(path, { method: 'POST', body, headers: { origin: scene.app.baseUrl } });
  };
  const revision = async (slug: string) => /name="revision" value="(\d*)"/.exec((await scene.admin.get(`/desk/guides/${slug}`)).html)?.[1] ?? '?';
  const shown = async (slug: string) => /<h1>([^<]*)/.exec((await street.get(`/help/${slug}`)).html)?.[1];
  const actions = async () => (await scene.database.query<{ action: string }>("SELECT action FROM audit_log WHERE subject LIKE 'guide:%' ORDER BY id")).rows.map(({ action }) => action);

  beforeAll(async () => {
    scene = await AccountsScene.start();
    street = scene.stranger();
  });
  afterAll(() => scene?.close());

  it('are for administrators only', async () => {
    const { client } = await scene.newcomer();
    for (const path of ['/desk/guides', '/desk/guides/new', '/desk/guides/questions']) expect((await client.get(path)).status).toBe(403);
    expect((await post('/desk/guides/questions', { text: GUIDE('Чужой'), action: 'save', revision: '' }, client)).status).toBe(403);
    expect((await street.get('/desk/guides')).location).toMatch(/^\/desk\/sign-in/);
  });

  it('can be looked at before, replaced, found, restored and taken back, and all of it is remembered', async () => {
    const preview = await post('/desk/guides/certificate-file', { text: GUIDE('Ещё не сохранено'), action: 'preview', revision: '' });
    expect(preview.text).toContain('Ещё не сохранено');
    expect(await shown('certificate-file')).toBe('Какой файл сертификата нужен и как его получить');

    expect((await post('/desk/guides/certificate-file', { text: GUIDE('Новый файл'), action: 'save', revision: '' })).status).toBe(303);
    expect(await shown('certificate-file')).toBe('Новый файл');
    expect((await street.get(`/help/search?q=${encodeURIComponent('телескопы')}`)).html).toContain('/help/certificate-file');

    const first = await revision('certificate-file');
    expect((await post('/desk/guides/certificate-file', { text: GUIDE('Файл сертификата'), action: 'save', revision: first })).status).toBe(303);
    const stale = await post('/desk/guides/certificate-file', { text: GUIDE('Опоздавший'), action: 'save', revision: first });
    expect(stale).toMatchObject({ status: 409 });
    expect(stale.html).toContain('Опоздавший');

    expect((await scene.admin.get(`/desk/guides/certificate-file/history/${first}`)).text).toContain('Новый файл');
    await scene.admin.post('/desk/guides/certificate-file/restore', { id: first, revision: await revision('certificate-file') });
    expect(await shown('certificate-file')).toBe('Новый файл');

    await scene.admin.post('/desk/guides/certificate-file/back-to-file', { revision: await revision('certificate-file') });
    expect(await shown('certificate-file')).toBe('Какой файл сертификата нужен и как его получить');
    expect((await street.get(`/help/search?q=${encodeURIComponent('телескоп')}`)).html).not.toContain('href="/help/certificate-file"');
    expect(await actions()).toEqual(['guide.saved', 'guide.saved', 'guide.restored', 'guide.returned']);
  });

  it('can be added and taken away', async () => {
    expect((await post('/desk/guides/new', { slug: 'telescope', text: GUIDE('Телескоп и сертификат'), action: 'save' })).location).toBe('/desk/guides/telescope?done=saved');
    expect(await shown('telescope')).toBe('Телескоп и сертификат');
    expect((await street.get('/sitemap.xml')).html).toContain('/help/telescope<');
    await scene.admin.post('/desk/guides/telescope/back-to-file', { revision: await revision('telescope') });
    expect((await street.get('/help/telescope')).status).toBe(404);
    expect((await scene.admin.get('/desk/guides/telescope')).status).toBe(200);
  });

  it.each([
    ['nothing', '', '«---»'],
    ['an unknown word', GUIDE('Заголовок', 'color: red\n'), '«color»'],
    ['a dead link', GUIDE('Заголовок').replace('/help/questions', '/help/nowhere'), 'nowhere'],
    ['a verdict that another guide answers', GUIDE('Заголовок', 'categories: {self-service: part-1}\n').replace('раздел\n', 'раздел {#part-1}\n'), 'self-service'],
  ])('are not saved with %s', async (_what, text, said) => {
    const answer = await post('/desk/guides/questions', { text, action: 'save', revision: '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(said);
    expect(await shown('questions')).toBe('Вопросы и ответы');
  });

  it('refuses a new one under an address that is taken', async () => {
    for (const slug of ['questions', 'which', 'UPPER', '']) expect((await post('/desk/guides/new', { slug, text: GUIDE('Новая инструкция'), action: 'save' })).status).toBe(422);
  });

  it('count readings and answers, one answer a session, and show them to the editor', async () => {
    const reader = scene.stranger();
    await reader.get('/help/eis-renewal');
    expect((await reader.post('/help/eis-renewal/outcome', { outcome: 'helped' })).location).toBe('/help/eis-renewal?done=helped#outcome');
    expect((await reader.post('/help/eis-renewal/outcome', { outcome: 'helped' })).location).toBe('/help/eis-renewal?done=counted#outcome');
    expect((await reader.post('/help/eis-renewal/outcome', { outcome: 'not-helped' })).location).toBe('/help/which/eis/customer/broken');
    await reader.get(`/help/search?q=${encodeURIComponent('сиреневый гамак')}`);
    const { rows } = await scene.database.query<{ views: number; helped: number; not_helped: number }>("SELECT views, helped, not_helped FROM guide_counts WHERE slug = 'eis-renewal'");
    expect(rows).toEqual([{ views: 1, helped: 1, not_helped: 0 }]);

    const page = await scene.admin.get('/desk/guides');
    expect(page.text).toMatch(/Сертификат для ЕИС заканчивается[^0-9]*24[^0-9]*2026[^0-9]*1\s+1\s+0\s+–/);
    expect(page.text).toContain('сиреневый гамак');
    expect(page.text).not.toContain('Пора сверить');
    await scene.admin.post('/desk/guides/forget-query', { query: 'сиреневый гамак' });
    expect((await scene.admin.get('/desk/guides')).text).not.toContain('сиреневый гамак');
  });

  it('«не помогло» tells the wizard what is known', async () => {
    const reader = scene.stranger();
    expect((await reader.post('/help/rmis-letter/outcome', { outcome: 'not-helped' })).location).toBe('/?from=rmis-letter');
    expect((await reader.get('/?from=rmis-letter')).text).toContain('Вы пришли со страницы «Письмо о регистрации пользователя в РМИС»');
    const { rows } = await scene.database.query<{ answers: object }>('SELECT answers FROM drafts');
    expect(rows).toEqual([{ answers: { 'facts.userRegistered': 'no' } }]);
  });

  it('are named when nobody checked them for half a year', async () => {
    await scene.admin.get('/desk/guides');
    scene.pass(60 * 24 * 365);
    await scene.admin.signIn('admin@example.ru', 'семь синих чайников');
    await scene.refresh();
    expect((await scene.admin.get('/desk/guides')).text).toContain('Пора сверить');
  });

  it('offers robots what is public and nothing else', async () => {
    expect((await street.get('/robots.txt')).html).toMatch(/^Disallow: \/$/m);
    const { html } = await street.get('/sitemap.xml');
    expect(html.match(/<loc>/g)?.length).toBeGreaterThan(15);
    expect(html).not.toMatch(/desk|cases|api|search/);
  });
});
