import { Inject, Injectable } from '@nestjs/common';
import { BatchWordsPresenter } from '../batches/batch-words.presenter.js';
import type { MakingRecord } from '../batches/batch-cases.service.js';
import { BATCH_KINDS, isDecided } from '../batches/batch-kind.js';
import type { BatchRecord, ItemRow, KindCount } from '../batches/batches.service.js';
import { Config } from '../config/config.js';
import type { TaskRecord } from '../tasks/task-record.js';
import type { BatchItemView, BatchView } from './answer-schemas.js';
import { BATCHES_PATH } from './limits.js';

/** Shapes batches for programs. */
@Injectable()
export class BatchAnswersPresenter {
  constructor(
    private readonly words: BatchWordsPresenter,
    @Inject(Config) private readonly config: Config,
  ) {}

  batch(batch: BatchRecord, task: TaskRecord | null, counts: readonly KindCount[], makings: readonly { making: MakingRecord; task: TaskRecord | null }[]): BatchView {
    const self = `${this.config.baseUrl}${BATCHES_PATH}/${batch.id}`;
    const known = new Map(counts.map((count) => [count.kind, count]));
    return {
      id: batch.id,
      state: task?.state ?? 'done',
      createdAt: batch.createdAt.toISOString(),
      progress: { done: task?.done ?? batch.size, failed: task?.failed ?? 0, total: task?.total ?? null },
      size: batch.size,
      counts: BATCH_KINDS.flatMap((kind) => {
        const count = known.get(kind);
        return count ? [{ kind, label: this.words.kindLabel(kind), count: count.count, cases: count.made }] : [];
      }),
      makings: makings.map(({ making, task: made }) => ({ createdAt: making.createdAt.toISOString(), requested: making.places.length, state: made?.state ?? 'done', made: made?.done ?? 0, failed: made?.failed ?? 0 })),
      failure: task?.error ?? null,
      links: { self, items: `${self}/items`, result: `${self}/result.xlsx`, letters: `${self}/letters.zip`, cases: `${self}/cases` },
    };
  }

  item(item: ItemRow): BatchItemView {
    const { place, kind, fileName, rowNumber, person, organization, thumbprint, facts, verdict, decision, caseNumber } = item;
    return {
      place,
      kind,
      label: this.words.kindLabel(kind),
      decided: isDecided(kind),
      fileName,
      row: rowNumber,
      person,
      organization,
      thumbprint,
      notAfter: facts?.notAfter ?? null,
      ruleId: verdict?.decided && !decision ? verdict.ruleId : null,
      route: decision?.route ?? (verdict?.decided ? verdict.route : null),
      reason: this.words.reason(item),
      notes: this.words.notes(item),
      caseNumber,
    };
  }

  nextPage(id: string, kind: string | null, after: number, limit: number): string {
    return `${this.config.baseUrl}${BATCHES_PATH}/${id}/items?${new URLSearchParams({ ...(kind && { kind }), after: String(after), limit: String(limit) }).toString()}`;
  }
}
