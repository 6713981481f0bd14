import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DeskCasesService } from '../cases/operators/desk-cases.service.js';
import { safeFileName } from '../letters/certificate-archive.js';
import { DomainError } from '../platform/domain-error.js';
import { archiveLazily } from '../platform/lazy-archive.adapter.js';
import { BatchItemsQueries } from './batch-items.queries.js';
import { BatchWordsPresenter } from './batch-words.presenter.js';

const LONGEST_FOLDER = 80;

/** The letters of the cases that were made of a batch: whoever has many of them signed takes them all at once. */
@Injectable()
export class BatchLettersService {
  constructor(
    private readonly items: BatchItemsQueries,
    private readonly cases: DeskCasesService,
    private readonly words: BatchWordsPresenter,
  ) {}

  /** How many letters there are. */
  async count(batchId: string): Promise<number> {
    return (await this.letters(batchId)).length;
  }

  /**
   * One archive, a folder for each letter: the letter to be signed, and the certificates it speaks of. Made as it is read.
   * @throws DomainError `batch-has-no-letters`.
   */
  async archive(batchId: string): Promise<{ fileName: string; mediaType: string; stream: Readable }> {
    const letters = await this.letters(batchId);
    if (letters.length === 0) throw new DomainError('not-found', 'batch-has-no-letters');
    const entries = letters.flatMap(({ number, organization }) => {
      const folder = [...safeFileName(`${number} ${organization}`)].slice(0, LONGEST_FOLDER).join('').replace(/[ .]+$/u, '');
      const made = (kind: 'letter.pdf' | 'certificate.zip') => async () => (await this.cases.file(number, kind)).bytes;
      return [
        { path: `${folder}/${this.words.letterName(number)}`, bytes: made('letter.pdf') },
        { path: `${folder}/certificate-${number}.zip`, bytes: made('certificate.zip') },
      ];
    });
    return { fileName: this.words.lettersName(batchId), mediaType: 'application/zip', stream: archiveLazily(entries) };
  }

  private async letters(batchId: string): Promise<{ number: string; organization: string }[]> {
    return this.cases.lettersOf(await this.items.caseIds(batchId));
  }
}
