import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { DataSource } from 'typeorm';
import { problemSchema } from '../../src/api/answer-schemas.js';
import type { CaseView, CreatedCaseView } from '../../src/cases/case-view.js';
import { apiCase, ApiClient, type ApiAnswer } from '../support/api-client.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { pem, privateKeys } from '../support/certificate-files.js';
import { makeCertificate } from '../support/certificate-fixtures.js';

const scan = Buffer.from('%PDF-1.4\n% an invented scan\n%%EOF\n');
const certificate = makeCertificate();
const key = privateKeys()['PEM PKCS#8']?.toString() ?? '';

interface Part {
  name: string;
  body: string | Uint8Array;
  file?: string;
  type?: string;
}

function multipart(parts: Part[], boundary = 'border'): Blob {
  const pieces = parts.flatMap(({ name, body, file, type }): (string | Uint8Array)[] => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
    body,
    '\r\n',
  ]);
  return new Blob([...pieces, `--${boundary}--\r\n`]);
}

describe('hostile and hurried clients', () => {
  let app: TestApp;
  let api: ApiClient;
  const request = { name: 'case', body: JSON.stringify(apiCase()), file: 'case.json' };
  const cer = { name: 'certificate', body: certificate, file: 'a.cer' };

  beforeAll(async () => {
    app = await startApp();
    api = new ApiClient(app.baseUrl);
  });
  afterAll(() => app.close());

  async function post(body: Blob | string, contentType = 'multipart/form-data; boundary=border'): Promise<ApiAnswer> {
    const answer = await fetch(`${app.baseUrl}/api/v1/cases`, { method: 'POST', headers: { 'content-type': contentType }, body });
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.json() };
  }

  const expectProblem = (answer: ApiAnswer, status: number, code: string) => {
    expect(answer).toMatchObject({ status, type: 'application/problem+json; charset=utf-8', body: { code } });
    const problem = problemSchema.parse(answer.body);
    if (status === 422) expect(problem.errors).not.toHaveLength(0);
    return problem;
  };

  it.each([
    ['a body that is cut off', () => multipart([request, cer]).slice(0, -12), undefined],
    ['noise', () => 'no form at all', undefined],
    ['another boundary', () => multipart([request, cer], 'other'), undefined],
    ['no boundary', () => multipart([request, cer]), 'multipart/form-data'],
    ['a boundary that is too long', () => multipart([request, cer]), `multipart/form-data; boundary=${'b'.repeat(300)}`],
    ['a part that is called __proto__', () => multipart([request, cer, { name: '__proto__', body: 'x' }]), undefined],
  ])('400 for %s', async (_, body, contentType) => void expectProblem(await post(body(), contentType), 400, 'malformed'));

  it('takes the case as a field or a file, in any order, with a byte order mark', async () => {
    const { body } = request;
    const forms: Part[][] = [
      [cer, { name: 'case', body }],
      [{ name: 'case', body: `\uFEFF${body}` }, cer],
      [{ name: 'case', body: `\uFEFF${body}`, file: 'c' }, cer],
      [{ name: 'case', body, type: 'application/json' }, cer, { name: 'more', body: Buffer.alloc(1000), file: 'x' }],
      [{ name: 'signedLetter', body: scan, file: 's.pdf' }, cer, request],
    ];
    for (const form of forms) expect(await post(multipart(form))).toMatchObject({ status: 201 });
  });

  it('does not guess, and loses no file unseen', async () => {
    expectProblem(await post(multipart([request, cer, cer])), 422, 'too-many-files');
    expectProblem(await post(multipart([request, { name: 'case', body: '{}' }, cer])), 422, 'too-many-files');
    const asText = expectProblem(await post(multipart([request, cer, { name: 'signedLetter', body: '%PDF-1.4' }])), 422, 'file-missing');
    expect(asText.errors?.[0]?.path).toBe('signedLetter');
    const cp1251 = Buffer.from(JSON.stringify(apiCase({ description: 'XX' })).replace('XX', '\xCE\xF8'), 'latin1');
    expectProblem(await post(multipart([{ name: 'case', body: cp1251, file: 'c' }, cer])), 422, 'malformed-json');
    expectProblem(await post(multipart([{ name: 'case', body: '{bad', type: 'application/json' }, cer])), 422, 'malformed-json');
  });

  it('names each field once', async () => {
    const contact = { fullName: 'Иванова Мария Петровна', phone: '', email: 'ivanova@example.ru' };
    const importResult = { previouslyLoaded: 1e300, withOwner: 0.5, errorText: null };
    const problem = expectProblem(await api.createCase({ ...apiCase(), contact, importResult }, certificate), 422, 'validation-failed');
    expect(problem.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual(['importResult.previouslyLoaded too-big', 'importResult.withOwner number', 'contact.phone required']);
    expect(problem.errors?.[0]?.message).toContain('1000000');
  });

  it('stores no secret key that was pasted among words', async () => {
    for (const text of [key, `Вот мой ключ:\n${key}`, Buffer.from(pem('X', privateKeys()['PKCS#8 GOST'] ?? scan)).toString()]) {
      const problem = expectProblem(await api.createCase(apiCase({ description: text }), certificate), 422, 'validation-failed');
      expect(problem.errors).toMatchObject([{ path: 'description', code: 'private-key', message: expect.stringContaining('скомпрометирован') as unknown }]);
    }
    const made = (await api.createCase(apiCase(), certificate)).body as CreatedCaseView;
    expectProblem(await api.withKey(made).message(key), 422, 'validation-failed');
    expect(await api.withKey(made).message(pem('CERTIFICATE', certificate))).toMatchObject({ status: 201 });
  });

  it('stores no secret key that hides in a short field or behind a scan', async () => {
    const made = (await api.createCase(apiCase(), certificate)).body as CreatedCaseView;
    const hidden = structuredClone(apiCase()) as { organization: { address: string } };
    hidden.organization.address = `Тюмень ${key.replace(/\n/g, ' ')}`;
    const problem = expectProblem(await api.createCase(hidden, certificate), 422, 'validation-failed');
    expect(problem.errors).toMatchObject([{ path: 'organization.address', code: 'private-key' }]);
    for (const text of [key, Buffer.from(key, 'utf16le')]) {
      const refused = expectProblem(await api.withKey(made).signedLetter(Buffer.concat([scan, Buffer.from(text)])), 422, 'signed-letter-refused');
      expect(refused.errors).toMatchObject([{ path: 'file', code: 'private-key' }]);
    }
    expect(await api.withKey(made).signedLetter(scan)).toMatchObject({ status: 200 });
  });

  it('erases no letter that it cannot read', async () => {
    const made = (await api.createCase(apiCase(), certificate)).body as CreatedCaseView;
    const send = (body: Uint8Array) =>
      fetch(`${app.baseUrl}/api/v1/cases/${made.number}/messages`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${made.accessKey}` }, body: new Blob([body]) });
    const wrong = await send(Buffer.from('{"text":"\xcf\xf0\xe8\xe2\xe5\xf2, \xf0\xe0\xe7"}', 'latin1'));
    expectProblem({ status: wrong.status, type: wrong.headers.get('content-type') ?? '', body: await wrong.json() }, 400, 'malformed-json');
    expect((await send(Buffer.from('{"text":"Привет"}'))).status).toBe(201);
    expect((await send(Buffer.from('{"text":"Привет"'))).status).toBe(400);
    expect(expectProblem(await api.withKey(made).message('При\ufffdет'), 422, 'validation-failed').errors).toMatchObject([{ path: 'text', code: 'encoding' }]);
    expect(expectProblem(await api.withKey(made).message('\u200b'), 422, 'validation-failed').errors).toMatchObject([{ path: 'text', code: 'required' }]);
  });

  it('lets no bad address of an older case hold the letter', async () => {
    const made = (await api.createCase(apiCase(), certificate)).body as CreatedCaseView;
    await app.app.get(DataSource).query(`UPDATE cases SET request = jsonb_set(request, '{contact,email}', '"a..b@x.ru"') WHERE number = $1`, [made.number]);
    expect(await api.withKey(made).signedLetter(scan)).toMatchObject({ status: 200 });
    const { deliveries } = await eventually(async () => {
      const view = (await api.withKey(made).get()).body as CaseView;
      const ended = (channel: string, end: string) => view.deliveries.some((one) => one.channel === channel && one.state === end);
      return ended('notice', 'failed') && ended('email', 'sent') && view;
    });
    expect(deliveries.find(({ state }) => state === 'failed')?.failure).toContain('Адрес почты записан так');
    const letter = (await app.mails()).find(({ subject }) => subject?.startsWith('О регистрации') && subject.includes(made.number));
    expect([letter?.to?.[0]?.address, letter?.cc ?? [], letter?.replyTo ?? []]).toEqual(['goszakaz@72to.ru', [], []]);
  });

  it('a number that can be none is one that nobody has', async () => {
    const stranger = new ApiClient(app.baseUrl, { authorization: `Bearer ${'x'.repeat(43)}` });
    const nobody = await stranger.json('GET', '/cases/2026-999999');
    expectProblem(nobody, 404, 'case-not-found');
    for (const number of ['%00', '2026-000001%00', '2026%2F000001', '9'.repeat(150), "1'%20OR%20'1'='1", '%F0%9F%98%80']) {
      expect(await stranger.json('GET', `/cases/${number}`)).toEqual(nobody);
      expect(await stranger.json('GET', `/cases/${number}/letter.pdf`)).toEqual(nobody);
      expect(await stranger.json('POST', `/cases/${number}/messages`, { text: 'x' })).toEqual(nobody);
      expect(await stranger.upload(`/cases/${number}/signed-letter`, { file: scan }, 'PUT')).toEqual(nobody);
    }
    expect(await stranger.upload('/cases/2026-999999/signed-letter', { file: Buffer.alloc(21 * 1024 * 1024) }, 'PUT')).toEqual(nobody);
    expectProblem(await api.json('GET', '/cases/2026-999999'), 401, 'key-missing');
  });

  it('says `errors` with every 422', async () => {
    const made = (await api.createCase(apiCase(), certificate)).body as CreatedCaseView;
    expectProblem(await api.withKey(made).signedLetter(Buffer.from('no scan')), 422, 'signed-letter-refused');
    const keyed = (value: string) => new ApiClient(app.baseUrl, { 'idempotency-key': value }).upload('/cases', { certificate });
    expect(expectProblem(await keyed(''), 422, 'idempotency-key-invalid').errors).toMatchObject([{ path: 'Idempotency-Key', code: 'required' }]);
    expectProblem(await keyed('k'.repeat(256)), 422, 'idempotency-key-invalid');
    await api.createCase(apiCase(), certificate, 'once');
    expectProblem(await api.createCase(apiCase({ description: 'другое' }), certificate, 'once'), 422, 'idempotency-key-reused');
  });

  it('survives those who hang up in the middle', async () => {
    const { hostname, port } = new URL(app.baseUrl);
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const body = Buffer.from(await multipart([request, cer]).arrayBuffer());
        const head = `POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=border\r\nContent-Length: ${body.length}\r\n\r\n`;
        await new Promise<void>((resolve) => {
          const socket = connect(Number(port), hostname, () => socket.write(head + body.subarray(0, index * 20).toString('latin1'), 'latin1', () => socket.destroy()));
          socket.on('close', () => resolve()).on('error', () => resolve());
        });
      }),
    );
    expect((await fetch(`${app.baseUrl}/health/live`)).status).toBe(200);
    expect(await post(multipart([request, cer]))).toMatchObject({ status: 201 });
  });
});
