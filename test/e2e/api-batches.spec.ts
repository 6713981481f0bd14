import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { batchItemsSchema, batchSchema, type BatchItemView, type BatchView, problemSchema } from '../../src/api/answer-schemas.js';
import type { Actor } from '../../src/accounts/policy.js';
import { DirectoryTokensService } from '../../src/directory/imports/directory-tokens.service.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { pfx, zip } from '../support/certificate-files.js';
import { type Attribute, IVANOVA, makeCertificate, Oid } from '../support/certificate-fixtures.js';
import { zipEntries } from '../support/zip-entries.js';

const named = (fullName: string): Uint8Array => makeCertificate({ subject: IVANOVA.map((attribute): Attribute => (attribute[0] === Oid.commonName ? [Oid.commonName, fullName] : attribute)) });
const FORM = {
  organization: { inn: '7299000007', name: 'ГБУ ТО «Тестовая больница № 1»', headPosition: 'Директор', headName: 'Волкова Вера Павловна' },
  contactFrom: 'all',
  contact: { fullName: 'Орлова Ольга', position: 'Кадровик', phone: '+7 3452 00-00-00', email: 'orlova@example.ru' },
  position: 'Специалист',
  roles: [],
  sameRolesAs: 'Белова Анна',
  letters: 'shared',
  consent: true,
};

describe('batches by the API', () => {
  let app: TestApp;
  let token: string;
  let stranger: string;
  let archive: Uint8Array;

  beforeAll(async () => {
    app = await startApp();
    const actor: Actor = { accountId: randomUUID(), role: 'administrator' };
    await app.app.get(DataSource).query("INSERT INTO accounts (id, email, full_name, role, activated_at, created_at) VALUES ($1, 'admin@example.ru', 'Петрова Анна', 'administrator', now(), now())", [actor.accountId]);
    const tokens = app.app.get(DirectoryTokensService, { strict: false });
    token = await tokens.create(actor, 'Больница', 'batches');
    stranger = await tokens.create(actor, 'Другие', 'batches');
    archive = await zip({ 'а.cer': named('Абрамова Мария Петровна'), 'б.cer': named('Белова Мария Петровна'), 'в.pfx': pfx() });
  });
  afterAll(() => app?.close());

  const ask = (path: string, how: RequestInit = {}, key = token): Promise<Response> =>
    fetch(path.startsWith('http') ? path : `${app.baseUrl}/api/v1/batches${path}`, { ...how, headers: { authorization: `Bearer ${key}`, ...(how.headers as Record<string, string> | undefined) } });
  const post = (key: string, common: object = { importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null }, facts: { userRegistered: 'no', signsDocuments: 'no' } }): Promise<Response> => {
    const body = new FormData();
    body.set('certificates', new Blob([Buffer.from(archive)]), 'серты.zip');
    body.set('common', JSON.stringify(common));
    return ask('', { method: 'POST', body, headers: { 'idempotency-key': key } });
  };
  const batch = async (answer: Response): Promise<BatchView> => batchSchema.parse(await answer.json());
  const problem = async (answer: Response): Promise<[number, string]> => [answer.status, problemSchema.parse(await answer.json()).code];

  it('are given, sorted, paged, made into cases with one letter, and saved as a table', async () => {
    const given = await post('first');
    expect(given.status).toBe(202);
    const { id, links } = await batch(given);
    const done = await eventually(async () => { const now = await batch(await ask(links.self)); return now.state === 'done' && now; });
    expect(done.counts.map(({ kind, count, cases }) => [kind, count, cases])).toEqual([['user-missing', 2, 0], ['refused', 1, 0]]);

    const items: BatchItemView[] = [];
    for (let next: string | null = `${links.items}?limit=2`; next; ) {
      const page = batchItemsSchema.parse(await (await ask(next)).json());
      items.push(...page.items);
      next = page.next;
    }
    expect(items.map(({ place, kind, route }) => [place, kind, route])).toEqual([[1, 'user-missing', 'letter-email'], [2, 'user-missing', 'letter-email'], [3, 'refused', null]]);
    expect(items[2]?.reason).toContain('закрыт');

    expect(await problem(await ask(links.letters))).toEqual([404, 'batch-has-no-letters']);
    const cases = (form: object): Promise<Response> => ask(links.cases, { method: 'POST', body: JSON.stringify(form), headers: { 'content-type': 'application/json' } });
    const nothing = problemSchema.parse(await (await cases({})).json());
    expect(nothing.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual(['organization required', 'position required', 'roles required', 'sameRolesAs required', 'consent required', 'contactFrom required']);
    expect(await problem(await cases({ ...FORM, consent: false }))).toEqual([422, 'validation-failed']);
    expect((await cases({ ...FORM, kind: 'user-missing' })).status).toBe(202);
    const made = await eventually(async () => { const now = await batch(await ask(links.self)); return now.makings[0]?.state === 'done' && now; });
    expect(made.makings).toMatchObject([{ requested: 2, made: 2, failed: 0 }]);
    expect(await app.app.get(DataSource).query("SELECT count(*)::int AS cases, count(letter)::int AS letters, count(DISTINCT letter_of)::int AS carriers FROM cases")).toEqual([{ cases: 2, letters: 1, carriers: 1 }]);
    expect(await problem(await cases({ ...FORM, kind: 'user-missing' }))).toEqual([422, 'batch-nothing-chosen']);

    const table = await ask(links.result);
    expect([table.status, table.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
    await table.arrayBuffer();
    const letters = await ask(links.letters);
    expect([letters.status, letters.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const inside = await zipEntries(Buffer.from(await letters.arrayBuffer()));
    expect(inside.map(({ name }) => name)).toEqual(['2026-000001 ГБУ ТО «Тестовая больница № 1»/Письмо 2026-000001.pdf', '2026-000001 ГБУ ТО «Тестовая больница № 1»/certificate-2026-000001.zip']);
    expect(inside[0]?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await zipEntries(inside[1]?.bytes ?? Buffer.alloc(0))).toHaveLength(2);
    expect(await problem(await ask(`/${id}/letters.zip`, {}, stranger))).toEqual([404, 'batch-not-found']);
    expect(await problem(await ask(`/${id}`, {}, stranger))).toEqual([404, 'batch-not-found']);
  });

  it('have columns by their headers, or by what the program says of them; what is not there is named', async () => {
    const give = (table: string, columns?: object): Promise<Response> => {
      const body = new FormData();
      body.set('certificates', new Blob([Buffer.from(archive)]), 'серты.zip');
      body.set('table', new Blob([table]), 'сбои.csv');
      if (columns) body.set('columns', JSON.stringify(columns));
      return ask('', { method: 'POST', body });
    };
    const refused = problemSchema.parse(await (await give('Документ;Телефон\nа.cer;1\n')).json());
    expect([refused.code, refused.errors?.map(({ path }) => path)]).toEqual(['batch-table-columns', ['table']]);
    expect(refused.detail).toContain('«Документ», «Телефон»');
    const unknown = problemSchema.parse(await (await give('Документ;Телефон\nа.cer;1\n', { Документ: 'file', Счётчик: 'withOwner' })).json());
    expect(unknown.errors?.map(({ path, message }) => [path, message])).toEqual([['columns.Счётчик', 'Такого столбца в таблице нет']]);
    expect(await problem(await give('Документ\nа.cer\n', { Документ: 'certificate' }))).toEqual([422, 'validation-failed']);

    const { id, links } = await batch(await give('Документ;Ранее загружено;Второй\nа.cer;0;0\n', { Документ: 'file', Второй: 'withOwner' }));
    await eventually(async () => (await batch(await ask(links.self))).state === 'done');
    const { items } = batchItemsSchema.parse(await (await ask(links.items)).json());
    expect(items.map(({ kind, row }) => [kind, row])).toEqual([['needs-triage', 2], ['undecided', null], ['refused', null]]);
    expect(await app.app.get(DataSource).query('SELECT task_id IS NOT NULL AS started FROM batches WHERE id = $1', [id])).toEqual([{ started: true }]);
  });

  it('have JSON parts read however they are sent', async () => {
    const given = async (common: Blob | string, columns: Blob | string = '{}'): Promise<[number, string[]]> => {
      const body = new FormData();
      body.set('table', new Blob(['Документ;ФИО\nа.cer;Абрамова Мария\n']), 'сбои.csv');
      body.set('common', common);
      body.set('columns', columns);
      const answer = await ask('', { method: 'POST', body });
      return [answer.status, answer.ok ? [] : (problemSchema.parse(await answer.json()).errors ?? []).map(({ path, code }) => `${path} ${code}`)];
    };
    const json = (value: object | string): Blob => new Blob([typeof value === 'string' ? value : JSON.stringify(value)], { type: 'application/json' });
    const wrong = { facts: { userRegistered: 'maybe' } };
    expect(await given(json({ facts: { userRegistered: 'no' } }), json({ Документ: 'file' }))).toEqual([202, []]);
    expect(await given(`\uFEFF${JSON.stringify(wrong)}`)).toEqual([422, ['facts.userRegistered choice']]);
    expect(await given(json(wrong))).toEqual([422, ['facts.userRegistered choice']]);
    expect(await given('{}', json({ Документ: 'nothing' }))).toEqual([422, ['columns.Документ choice']]);
    expect(await given('{bad')).toEqual([422, ['common object']]);
    expect(await given('{}', json('[]'))).toEqual([422, ['columns object']]);
    expect(await given('[]')).toEqual([422, ['common object']]);
    expect(await given(json(`{}${' '.repeat(65_536)}`))).toEqual([413, []]);
  });

  it('refused in the middle are read to their end, so that the same connection serves the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const head = '--x\r\ncontent-disposition: form-data; name="certificates"; filename="x.zip"\r\n\r\n';
    const send = (size: number) => new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' };
      const sent = request(`${app.baseUrl}/api/v1/batches`, { agent, method: 'POST', headers }, (answer) => answer.resume().once('end', () => resolve(answer.statusCode)));
      sent.once('error', reject);
      Readable.from([head, ...Array.from({ length: size }, () => Buffer.alloc(1024 * 1024)), '\r\n--x--\r\n']).pipe(sent);
    });
    expect([await send(90), await send(0)]).toEqual([413, 422]);
    agent.destroy();
    // An idle connection is closed after 72 s, which would let it pass.
  }, 30_000);

  it('are taken once under a key, and only with the right token', async () => {
    const [one, two] = await Promise.all([post('twice'), post('twice')]);
    expect([one.status, two.status]).toEqual([202, 202]);
    expect((await batch(one)).id).toBe((await batch(two)).id);
    expect(await problem(await post('twice', { facts: { userRegistered: 'yes' } }))).toEqual([422, 'idempotency-key-reused']);
    expect(await problem(await ask('', { method: 'POST', body: new FormData() }, 'cdb_x'))).toEqual([401, 'batch-token-invalid']);
    expect(await problem(await fetch(`${app.baseUrl}/api/v1/directory`, { method: 'PUT', body: 'x', headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' } }))).toEqual([401, 'directory-token-invalid']);
    const body = new FormData();
    body.set('certificates', new Blob(['не архив']), 'x.zip');
    expect(await problem(await ask('', { method: 'POST', body }))).toEqual([422, 'batch-archive-broken']);
    const empty = new FormData();
    empty.set('common', '{}');
    expect(await problem(await ask('', { method: 'POST', body: empty }))).toEqual([422, 'batch-empty']);
    expect(await problem(await ask('/x/items?limit=0'))).toEqual([404, 'batch-not-found']);
  });
});
