import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { caseSchema, certificateSchema, createdCaseSchema, problemSchema, verdictSchema } from '../../src/api/answer-schemas.js';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { apiCase, ApiClient } from '../support/api-client.js';
import { pem, privateKeys } from '../support/certificate-files.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { zipEntries } from '../support/zip-entries.js';

const scan = Buffer.from('%PDF-1.4\n% an invented scan\n%%EOF\n');

describe('the public contract', () => {
  let app: TestApp;
  let api: ApiClient;

  beforeAll(async () => {
    app = await startApp();
    api = new ApiClient(app.baseUrl);
  });
  afterAll(() => app.close());

  it('reads a certificate and names what is none', async () => {
    const good = await api.upload('/certificates/inspect', { file: makeCertificate() });
    expect(good.status).toBe(200);
    expect(certificateSchema.parse(good.body)).toMatchObject({ subject: { surname: 'Иванова', snilsTail: '595' }, validity: 'valid' });
    expect(JSON.stringify(good.body)).not.toContain('11223344595');

    const key = await api.upload('/certificates/inspect', { file: privateKeys()['PEM PKCS#8'] ?? Buffer.alloc(0) });
    expect(key).toMatchObject({ status: 422, type: 'application/problem+json; charset=utf-8' });
    expect(problemSchema.parse(key.body)).toMatchObject({ code: 'certificate-refused', kind: 'private-key' });

    const none = await api.upload('/certificates/inspect', {});
    expect(none).toMatchObject({ status: 422, body: { code: 'file-missing' } });
    const huge = await api.upload('/certificates/inspect', { file: Buffer.alloc(2 * 1024 * 1024) });
    expect(huge).toMatchObject({ status: 413, body: { code: 'too-large' } });
    const large = await api.upload('/certificates/inspect', { file: Buffer.alloc(100 * 1024, 7) });
    expect(large).toMatchObject({ status: 413, body: { code: 'too-large', kind: 'too-large' } });
  });

  it('sorts without storing, and asks again when the facts are at odds', async () => {
    const verdict = await api.json('POST', '/triage', { importResult: { previouslyLoaded: 0, withOwner: 0 }, facts: { userRegistered: 'no' } });
    expect(verdict.status).toBe(200);
    expect(verdictSchema.parse(verdict.body)).toMatchObject({ ruleId: 'R4', category: 'user-missing', route: 'letter-email', missing: [] });
    const odd = await api.json('POST', '/triage', { importResult: { previouslyLoaded: 0, withOwner: 1 }, facts: { userRegistered: 'no' } });
    expect(verdictSchema.parse(odd.body)).toMatchObject({ ruleId: null, category: null, missing: expect.arrayContaining(['facts.userRegistered']) as unknown });
    const wrong = await api.json('POST', '/triage', { importResult: { previouslyLoaded: -1 }, facts: { userRegistered: 'perhaps' } });
    expect(problemSchema.parse(wrong.body).errors?.map(({ path }) => path).sort()).toEqual(['facts.userRegistered', 'importResult.previouslyLoaded']);
    expect((await api.raw('POST', '/triage', '{bad', 'application/json')).status).toBe(400);
    expect((await api.raw('POST', '/triage', '<a/>', 'text/xml')).status).toBe(415);
    expect((await api.json('POST', '/triage', { facts: {}, padding: 'x'.repeat(70_000) })).status).toBe(413);
  });

  it('carries a missing user from the request to a mail with scan and archive', async () => {
    const made = await api.createCase(apiCase(), makeCertificate());
    expect(made.status).toBe(201);
    const created = createdCaseSchema.parse(made.body);
    expect(created).toMatchObject({ status: 'awaiting-signed-letter', verdict: { category: 'user-missing', route: 'letter-email' } });
    const caseApi = api.withKey(created);

    const pdf = await caseApi.file('letter.pdf');
    expect(pdf).toMatchObject({ status: 200, type: 'application/pdf' });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await caseApi.file('letter.pdf')).bytes.equals(pdf.bytes)).toBe(true);
    expect((await caseApi.file('letter.docx')).bytes.subarray(0, 2).toString()).toBe('PK');
    const archive = await caseApi.file('certificate.zip');
    const [entry] = await zipEntries(archive.bytes);
    expect(entry?.name).toMatch(/Иванова.*\.cer$/);
    expect(entry?.bytes.equals(makeCertificate())).toBe(true);

    const refused = await caseApi.signedLetter(Buffer.from('not a scan'));
    expect(refused).toMatchObject({ status: 422, body: { code: 'signed-letter-refused' } });
    const queued = await caseApi.signedLetter(scan);
    expect(queued.status).toBe(200);
    // A quick worker may be at it already.
    const waiting = caseSchema.parse(queued.body).deliveries.find(({ channel, state }) => channel === 'email' && state === 'pending');
    expect(waiting?.nextAttemptAt).not.toBeNull();

    const sent = await eventually(async () => {
      const view = caseSchema.parse((await caseApi.get()).body);
      return view.status === 'sent' && view;
    });
    expect(sent.deliveries.find(({ channel }) => channel === 'email')).toMatchObject({ state: 'sent', attempts: 1 });
    const letters = (await app.mails()).filter(({ to }) => to?.[0]?.address === 'goszakaz@72to.ru');
    expect(letters).toHaveLength(1);
    const [letter] = letters;
    expect(letter?.subject).toContain(created.number);
    expect(letter?.subject).not.toContain('Иванова');
    expect(letter?.replyTo?.[0]?.address).toBe('ivanova@example.ru');
    expect(letter?.cc?.[0]?.address).toBe('ivanova@example.ru');
    expect(letter?.attachments.map(({ mimeType }) => mimeType)).toEqual(['application/pdf', 'application/zip']);
    const [mailed] = await zipEntries(Buffer.from(letter?.attachments[1]?.content as ArrayBuffer));
    expect(mailed?.bytes.equals(makeCertificate())).toBe(true);

    const again = await caseApi.signedLetter(scan);
    expect(again).toMatchObject({ status: 200, body: { status: 'sent' } });
    expect(await caseApi.signedLetter(Buffer.from('%PDF-1.4 another'))).toMatchObject({ status: 409, body: { code: 'wrong-status' } });
    expect((await app.mails()).filter(({ to }) => to?.[0]?.address === 'goszakaz@72to.ru')).toHaveLength(1);
  });

  it('answers a repeated key with the same case, also when six come at once', async () => {
    const request = apiCase();
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.createCase(request, makeCertificate(), 'six-at-once')));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await api.createCase(request, makeCertificate(), 'six-at-once')).toMatchObject({ status: 201, body: answers[0]?.body as object });
    const other = await api.createCase(apiCase({ description: 'другое' }), makeCertificate(), 'six-at-once');
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('tells nothing to those without the key', async () => {
    const { number } = (await api.createCase(apiCase(), makeCertificate())).body as CreatedCaseView;
    const wrongKey = await api.withKey({ number, accessKey: 'x'.repeat(43) }).get();
    const wrongNumber = await api.withKey({ number: '2026-999999', accessKey: 'x'.repeat(43) }).get();
    expect(wrongKey.status).toBe(404);
    expect(wrongKey.body).toEqual(wrongNumber.body);
    expect((await api.json('GET', `/cases/${number}`)).status).toBe(401);
  });

  it.each<[string, Parameters<typeof apiCase>[0], object]>([
    ['already loaded', { importResult: { previouslyLoaded: 1, withOwner: 0 } }, { status: 'self-help', verdict: { ruleId: 'R3', category: 'already-loaded', route: 'self-help' } }],
    ['blocked', { facts: { userBlocked: 'yes' } }, { status: 'queued', verdict: { ruleId: 'R2', category: 'user-blocked', route: 'service-desk' } }],
    ['unknown whether registered', { facts: { userRegistered: 'unknown' } }, { status: 'awaiting-operator', verdict: { ruleId: 'R7', route: 'operator' } }],
    ['signs documents', { facts: { signsDocuments: 'yes' } }, { status: 'awaiting-operator', verdict: { ruleId: 'R0', category: 'needs-triage' } }],
    ['nobody can import', { importResult: null, facts: { userRegistered: 'yes', currentCertificateValid: 'no', colleagueCanImport: 'no' } }, { verdict: { ruleId: 'R8', category: 'no-colleague' } }],
    ['another error', { importResult: { errorText: 'Ошибка 17' }, facts: { userRegistered: 'yes' } }, { verdict: { ruleId: 'R9', category: 'import-error' } }],
    ['colleague can', { importResult: null, facts: { userRegistered: 'yes', colleagueCanImport: 'yes' } }, { status: 'self-help', verdict: { ruleId: 'R10' } }],
    ['imported', { importResult: { previouslyLoaded: 0, withOwner: 1 }, facts: { userRegistered: 'yes' } }, { status: 'self-help', verdict: { ruleId: 'R11', category: 'self-service' } }],
    ['has Directum', { facts: { edms: 'directum' } }, { status: 'awaiting-applicant', verdict: { route: 'letter-edms' } }],
  ])('makes the right case when: %s', async (_name, change, expected) => {
    const made = await api.createCase(apiCase(change), makeCertificate());
    expect(made).toMatchObject({ status: 201, body: expected });
    createdCaseSchema.parse(made.body);
  });

  it('asks for what a letter lacks and loses nothing of what it cannot decide', async () => {
    const bare = await api.createCase({ ...apiCase(), organization: null, newUser: null }, makeCertificate());
    expect(bare.status).toBe(422);
    expect(problemSchema.parse(bare.body).errors?.map(({ path }) => path)).toEqual(['organization.headPosition', 'organization.headName', 'newUser']);
    const undecided = await api.createCase(apiCase({ importResult: null, facts: { userRegistered: 'unknown' } }), makeCertificate());
    expect(undecided).toMatchObject({ status: 422, body: { code: 'triage-undecided' } });
    const atOdds = await api.createCase(apiCase({ importResult: { previouslyLoaded: 0, withOwner: 1 }, facts: { userRegistered: 'no' } }), makeCertificate());
    expect(problemSchema.parse(atOdds.body).errors?.map(({ code, message }) => [code, message])).toEqual(Array(2).fill(['contradictory', 'Не сходится с другим ответом: проверьте оба']));
    const refused = await api.createCase(apiCase(), Buffer.from(pem('PRIVATE KEY', makeCertificate())));
    expect(refused).toMatchObject({ status: 422, body: { code: 'certificate-refused', kind: 'private-key' } });
    expect(await api.createCase(apiCase(), null)).toMatchObject({ status: 422, body: { code: 'file-missing' } });
  });

  it('never shows a full СНИЛС that was typed into a message', async () => {
    const made = (await api.createCase(apiCase(), makeCertificate())).body as CreatedCaseView;
    const answer = await api.withKey(made).message('Мой СНИЛС 112-233-445 95');
    const page = await (await fetch(made.statusUrl)).text();
    for (const shown of [JSON.stringify(answer.body), page]) {
      expect(shown).toContain('Мой СНИЛС ***-***-**5 95');
      expect(shown).not.toContain('112-233-445');
    }
  });

  it('describes itself', async () => {
    const document = (await (await fetch(`${app.baseUrl}/api/openapi.json`)).json()) as { openapi: string; paths: Record<string, Record<string, { requestBody?: { content: object }; responses: Record<string, { content: object }> }>> };
    expect(document.openapi).toBe('3.1.0');
    for (const [path, calls] of Object.entries(document.paths))
      for (const { responses } of Object.values(calls)) expect(Object.keys(responses)).toEqual(expect.arrayContaining(path.startsWith('/api/') ? ['405', '503'] : ['405']));
    expect(Object.keys(document.paths['/health/ready']?.['get']?.responses['503']?.content ?? {})).toEqual(['application/json']);
    expect(Object.keys(document.paths['/api/v1/directory']?.['put']?.requestBody?.content ?? {})).toEqual(['text/csv', 'application/x-ndjson', 'application/jsonl']);
    expect(Object.keys(document.paths)).toContain('/api/v1/cases/{number}/signed-letter');
    expect((await fetch(`${app.baseUrl}/api/docs`)).status).toBe(200);
    expect(await (await fetch(`${app.baseUrl}/health/ready`)).json()).toMatchObject({ healthy: true });
    expect(await (await fetch(`${app.baseUrl}/metrics`)).text()).toContain('certdesk_deliveries');
    expect(await api.json('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'no-such-call' } });
  });

  it('reads the example of the README', async () => {
    expect((await api.upload('/certificates/inspect', { file: readFileSync('examples/ivanova.cer') })).status).toBe(200);
  });
});
