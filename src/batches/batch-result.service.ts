import { Injectable } from '@nestjs/common';
import type { Table, TableCell } from '../platform/tables/table.js';
import type { CommonAnswers } from './batch-row.js';
import type { BatchRecord } from './batches.service.js';
import { BatchItemsQueries } from './batch-items.queries.js';
import { BatchWordsPresenter } from './batch-words.presenter.js';

/** Rows read at once. */
const PORTION = 500;

/** What became of a batch, row by row, as a table to be kept. */
@Injectable()
export class BatchResultService {
  constructor(
    private readonly items: BatchItemsQueries,
    private readonly words: BatchWordsPresenter,
  ) {}

  /** The table and how its file is called; rows are read as they are written. */
  table({ id, common }: BatchRecord): { fileName: string; table: Table } {
    return { fileName: this.words.fileName(id), table: { ...this.words.table(), rows: this.rows(id, common) } };
  }

  private async *rows(id: string, common: CommonAnswers): AsyncGenerator<TableCell[]> {
    for (let after = 0; ; ) {
      const items = await this.items.page(id, null, after, PORTION);
      for (const item of items) yield this.words.cells(item, common);
      if (items.length < PORTION) return;
      after = items.at(-1)?.place ?? after;
    }
  }
}
