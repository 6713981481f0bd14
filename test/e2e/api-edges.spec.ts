import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { problemSchema } from '../../src/api/answer-schemas.js';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { apiCase, ApiClient } from '../support/api-client.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';

const certificate = Buffer.from(makeCertificate());
const PROBLEM = 'application/problem+json; charset=utf-8';

interface Part {
  name: string;
  body: string | Buffer;
  type?: string;
  file?: string;
}

describe('the edge of the API', () => {
  let app: TestApp;
  let api: ApiClient;
  let made: CreatedCaseView;

  beforeAll(async () => {
    app = await startApp();
    api = new ApiClient(app.baseUrl);
    made = (await api.createCase(apiCase(), certificate)).body as CreatedCaseView;
  });
  afterAll(() => app?.close());

  interface Heard {
    status: number;
    code: string;
    paths: string[];
    allow: string | null;
    detail: string;
  }

  /** The answer; what is an error has to be a problem document. */
  async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string | Uint8Array<ArrayBuffer>): Promise<Heard> {
    const answer = await fetch(`${app.baseUrl}${path}`, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    if (answer.status < 400) return { status: answer.status, code: '', paths: [], allow: null, detail: '' };
    expect(answer.headers.get('content-type')).toBe(PROBLEM);
    const { code, detail, errors = [] } = problemSchema.parse(JSON.parse(text));
    return { status: answer.status, code, detail, paths: errors.map(({ path }) => path), allow: answer.headers.get('allow') };
  }

  const send = (parts: Part[], path = '/api/v1/cases', method = 'POST', headers: Record<string, string> = {}): Promise<Heard> => {
    const pieces = parts.flatMap(({ name, body, type, file }) => [
      `--border\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
      body,
      '\r\n',
    ]);
    return ask(method, path, { 'content-type': 'multipart/form-data; boundary=border', ...headers }, Buffer.concat([...pieces, '--border--\r\n'].map((piece) => Buffer.from(piece))));
  };

  const raw = (request: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(app.baseUrl).port), '127.0.0.1', () => socket.write(request));
      let heard = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk)).on('close', () => resolve(heard)).on('error', reject);
    });

  const cer: Part = { name: 'certificate', body: certificate, file: 'a.cer' };
  const asJson = { 'content-type': 'application/json' };
  const twoForms: Partial<Part>[] = [{}, { type: 'application/json' }, { file: 'case.json', type: 'application/json' }];

  it.each(twoForms)('measures and reads the case however it is sent: %j', async (form) => {
    const text = JSON.stringify(apiCase());
    const padded = (size: number): Part => ({ name: 'case', body: text + ' '.repeat(size - Buffer.byteLength(text)), ...form });
    expect(await send([padded(65_536), cer])).toMatchObject({ status: 201 });
    for (const size of [65_537, 200_000]) expect(await send([padded(size), cer])).toMatchObject({ status: 413, code: 'too-large' });
    for (const body of ['{bad', '', '\u00ff'.repeat(3)]) expect(await send([{ name: 'case', body, ...form }, cer])).toMatchObject({ status: 422, code: 'malformed-json', paths: ['case'] });
    for (const body of ['[]', 'null', '"x"']) expect(await send([{ name: 'case', body, ...form }, cer])).toMatchObject({ status: 422, code: 'validation-failed', paths: ['case'] });
  });

  it('passes over parts it does not know, whatever is in them', async () => {
    const more: Part[] = [{ name: 'more', body: '{bad', type: 'application/json' }, { name: 'long', body: 'x'.repeat(70_000) }];
    expect(await send([...more, { name: 'case', body: JSON.stringify(apiCase()) }, cer])).toMatchObject({ status: 201 });
  });

  it('takes a file by its type where it has no name, and says which part came twice', async () => {
    const bare: Part = { name: 'file', body: certificate, type: 'application/pkix-cert' };
    expect(await send([bare], '/api/v1/certificates/inspect')).toMatchObject({ status: 200 });
    expect(await send([bare, bare], '/api/v1/certificates/inspect')).toMatchObject({ status: 422, code: 'too-many-files', paths: ['file'] });
    expect(await send([{ name: 'file', body: 'MII' }], '/api/v1/certificates/inspect')).toMatchObject({ status: 422, code: 'file-missing', paths: ['file'] });
  });

  it('names a CryptoPro container by its file’s name when its octets tell nothing', async () => {
    const container = (name: string): Part => ({ name, body: 'noise', file: 'header.key' });
    const named = { status: 422, code: 'certificate-refused', detail: expect.stringMatching(/контейнер КриптоПро.*скомпрометированным/) as unknown };
    expect(await send([container('file')], '/api/v1/certificates/inspect')).toMatchObject(named);
    expect(await send([{ name: 'case', body: JSON.stringify(apiCase()) }, container('certificate')])).toMatchObject({ ...named, paths: ['certificate'] });
  });

  it('names the part that held no scan', async () => {
    const scan = Buffer.from('no scan');
    expect(await send([{ name: 'case', body: JSON.stringify(apiCase()) }, cer, { name: 'signedLetter', body: scan, file: 's.pdf' }])).toMatchObject({ status: 422, code: 'signed-letter-refused', paths: ['signedLetter'] });
    const key = { authorization: `Bearer ${made.accessKey}` };
    expect(await send([{ name: 'file', body: scan, file: 's.pdf' }], `/api/v1/cases/${made.number}/signed-letter`, 'PUT', key)).toMatchObject({ status: 422, code: 'signed-letter-refused', paths: ['file'] });
  });

  it('takes JSON and nothing else where JSON is asked for; pages go on with forms', async () => {
    const calls = ['/api/v1/triage', `/api/v1/cases/${made.number}/messages`];
    const key = { authorization: `Bearer ${made.accessKey}` };
    for (const path of calls) {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/xml'])
        expect(await ask('POST', path, { ...key, 'content-type': type }, 'text=hello')).toMatchObject({ status: 415, code: 'unsupported-media-type' });
      expect(await send([{ name: 'text', body: 'hello' }], path, 'POST', key)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
      for (const body of ['{bad', '', '{"__proto__": {}}']) expect(await ask('POST', path, { ...key, ...asJson }, body)).toMatchObject({ status: 400, code: 'malformed-json' });
      expect((await ask('POST', path, { ...key, 'content-type': 'Application/JSON; charset=UTF-8' }, '{"text": "Ещё вопрос"}')).status).toBeLessThan(300);
      expect(await ask('POST', path, { ...key, ...asJson, 'content-encoding': 'gzip' }, new Uint8Array(gzipSync('{"text": "x"}')))).toMatchObject({ status: 415, code: 'content-encoding' });
    }
    const form = await fetch(`${app.baseUrl}/desk/sign-in`, { method: 'POST', body: new URLSearchParams({ email: 'nobody@example.ru', password: 'x' }), redirect: 'manual' });
    expect([form.status, form.headers.get('content-type')]).toEqual([422, 'text/html; charset=utf-8']);
  });

  it('reads null as left out', async () => {
    const nothing = { userRegistered: null, userBlocked: null, currentCertificateValid: null, colleagueCanImport: null, edms: null, signsDocuments: null };
    for (const facts of [undefined, null, {}, nothing]) expect(await ask('POST', '/api/v1/triage', asJson, JSON.stringify({ importResult: null, facts }))).toMatchObject({ status: 200 });
    const whole = apiCase() as { facts: object; newUser: object };
    const sent = JSON.stringify({ ...whole, facts: { ...whole.facts, currentCertificateValid: null, edms: null }, newUser: { ...whole.newUser, roles: null } });
    expect(await send([{ name: 'case', body: sent }, cer])).toMatchObject({ status: 201 });
    expect(await ask('POST', '/api/v1/triage', asJson, '{"facts": {"edms": "maybe", "userBlocked": 1}}')).toMatchObject({ status: 422, paths: ['facts.userBlocked', 'facts.edms'] });
  });

  it('tells the methods of an address, and keeps 404 for what is none', async () => {
    const wrong: [string, string, string][] = [
      ['GET', '/api/v1/triage', 'POST'],
      ['DELETE', `/api/v1/cases/${made.number}`, 'GET, HEAD'],
      ['OPTIONS', '/api/v1/cases', 'POST'],
      ['PATCH', `/%61pi/v1/cases/${made.number}/letter.pdf`, 'GET, HEAD'],
      ['POST', '/metrics', 'GET, HEAD'],
      ['DELETE', '/health/live', 'GET, HEAD'],
    ];
    for (const [method, path, allow] of wrong) expect(await ask(method, path)).toMatchObject({ status: 405, code: 'method-not-allowed', allow });
    for (const path of ['/api', '/api/', '/api/v1/nowhere', '/API/v1/triage', '/%61pi/v1/nowhere', '/health/zz', '/api/%']) expect(await ask('GET', path)).toMatchObject({ status: 404, code: 'no-such-call', allow: null });
    expect(await ask('GET', `/%61pi/v1/cases/${made.number}`)).toMatchObject({ status: 401, code: 'key-missing' });
    const page = await fetch(`${app.baseUrl}/help`, { method: 'DELETE' });
    expect([page.status, page.headers.get('allow'), page.headers.get('content-type')]).toEqual([405, 'GET, HEAD', 'text/html; charset=utf-8']);
    expect((await fetch(`${app.baseUrl}/nowhere`)).status).toBe(404);
  });

  it.each([
    ['oversized headers', `GET /api/v1/cases HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['an unknown method', 'NONSENSE /api/v1/cases HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed'],
    ['a bad length', 'POST /api/v1/triage HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400, 'malformed'],
    ['two framings', 'POST /api/v1/triage HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400, 'malformed'],
    ['no host', 'GET /api/v1/cases HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed'],
    ['a strange expectation', 'POST /api/v1/triage HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 417, 'expectation-unmet'],
  ])('a problem document also for %s', async (_, request, status, code) => {
    const [head = '', body = ''] = (await raw(request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toContain(`content-type: ${PROBLEM}`);
    expect(head.toLowerCase()).toContain(`content-length: ${Buffer.byteLength(body)}`);
    expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status, code });
  });
});
