import { BatchSortService } from '../../src/batches/batch-sort.service.js';
import { ANSWER_BATCH, MAKE_BATCH_CASES, SORT_BATCH } from '../../src/batches/batch.jobs.js';
import { TaskRunnerService, type TaskRun } from '../../src/tasks/task-runner.service.js';
import { AccountsScene, type Newcomer } from './accounts-scene.js';
import { holdQueues } from './app.js';
import { certificateRequest, cryptoProContainer, pfx, privateKeys, zip } from './certificate-files.js';
import { type Attribute, IVANOVA, makeCertificate, Oid } from './certificate-fixtures.js';
import type { DeskClient } from './desk-client.js';

/** A certificate of somebody who is known by his name only. */
export const certificateOf = (surname: string, givenName: string): Uint8Array =>
  makeCertificate({
    subject: IVANOVA.map(([oid, text, type]): Attribute => {
      const own = { [Oid.surname]: surname, [Oid.givenName]: givenName, [Oid.commonName]: `${surname} ${givenName}` }[oid];
      return type ? [oid, own ?? text, type] : [oid, own ?? text];
    }).filter(([oid]) => oid !== Oid.snils && oid !== Oid.inn && oid !== Oid.email),
  });

/** Three certificates, one of them twice, and much that is none. */
export const mixedFiles = (): Promise<Uint8Array> =>
  zip({
    'отдел/иванова.cer': certificateOf('Иванова', 'Мария Петровна'),
    'петров.cer': certificateOf('Петров', 'Пётр Ильич'),
    'копия.cer': certificateOf('Иванова', 'Мария Петровна'),
    'ключ.pfx': pfx(),
    'ключ.der': privateKeys()['PKCS#8 EC'] ?? new Uint8Array(),
    'запрос.cer': certificateRequest(),
    'к/header.key': cryptoProContainer()['header.key'] ?? new Uint8Array([1]),
    'обрывок.cer': certificateOf('Сидоров', 'Иван').subarray(0, 200),
    'сидоров.cer': certificateOf('Сидоров', 'Иван Ильич'),
    '__MACOSX/._x': new Uint8Array([0]),
  });

/** Rows for {@link mixedFiles}: by file, by name, about nobody, about the same again. */
export const TABLE = 'Файл;ФИО;Ранее загружено;С владельцем;Зарегистрирован;Подписывает документы\nиванова.cer;;0;0;нет;\n;Петров Пётр Ильич;;;;да\nнет.cer;Кто-то Другой;0;0;;\nпетров.cer;;1;;;\n';

/** What is chosen on a page for each column; nothing is an empty word. */
export const chosenOn = (html: string): string[] => [...html.matchAll(/<select[^>]+name="column-\d+".*?<\/select>/g)].map(([select]) => /<option value="([^"]*)" selected/.exec(select)?.[1] ?? '');

/** The form that says so. */
export const columns = (chosen: readonly string[]): Record<string, string> => Object.fromEntries(chosen.map((field, index) => [`column-${index}`, field]));

interface Parts {
  certificates?: Uint8Array;
  table?: string | Uint8Array<ArrayBuffer>;
}

/** The desk with an operator who gives batches. The workers stay still: the tests are the workers. */
export class BatchScene {
  private constructor(
    readonly accounts: AccountsScene,
    readonly petrova: Newcomer,
    readonly runner: TaskRunnerService,
    private readonly sorting: BatchSortService,
  ) {}

  static async start(): Promise<BatchScene> {
    const accounts = await AccountsScene.start();
    const { app } = accounts.app;
    await holdQueues(accounts.app, SORT_BATCH.queue, MAKE_BATCH_CASES.queue, ANSWER_BATCH.queue);
    return new BatchScene(accounts, await accounts.newcomer(), app.get(TaskRunnerService, { strict: false }), app.get(BatchSortService, { strict: false }));
  }

  get client(): DeskClient {
    return this.petrova.client;
  }

  close(): Promise<void> {
    return this.accounts.close();
  }

  /** Gives the batch's path, or what the page says against it. */
  async upload(parts: Parts, fields: Record<string, string> = {}): Promise<string> {
    const body = new FormData();
    if (parts.certificates) body.set('certificates', new Blob([Buffer.from(parts.certificates)]), 'серты.zip');
    if (parts.table !== undefined) body.set('table', new Blob([parts.table]), 'таблица.csv');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await this.client.send('/desk/batches/new', { method: 'POST', body, headers: { origin: this.client.baseUrl } });
    return answer.location || answer.text;
  }

  /** Gives a batch with a table whose columns are what is proposed. */
  async uploadWhole(parts: Parts): Promise<string> {
    const batch = await this.upload(parts);
    await this.client.post(`${batch}/columns`, columns(chosenOn((await this.client.get(`${batch}/columns`)).html)));
    return batch;
  }

  /** Empty while the columns wait. */
  async taskOf(batch: string): Promise<string> {
    const { rows } = await this.accounts.database.query<{ task_id: string | null }>('SELECT task_id FROM batches WHERE id = $1', [idOf(batch)]);
    return rows[0]?.task_id ?? '';
  }

  async sort(batch: string, change: (run: TaskRun) => TaskRun = (run) => run): Promise<Date | null> {
    const task = await this.taskOf(batch);
    const again = await this.runner.attempt(task, (run) => this.sorting.go(change(run)));
    if (!again) await this.sorting.clearAway(task);
    return again;
  }

  /** Place, kind, file, row of the table, refusal and what it repeats. */
  async items(batch: string): Promise<unknown[][]> {
    const text = 'SELECT place, kind, file_name, row_number, refusal, same_as FROM batch_items WHERE batch_id = $1 ORDER BY place';
    return (await this.accounts.database.query({ text, values: [idOf(batch)], rowMode: 'array' })).rows as unknown[][];
  }
}

/** The id in a batch's path. */
export const idOf = (path: string): string => path.split('/').at(-1) ?? '';
