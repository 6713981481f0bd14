/** Reads and sorts what a batch brought. */
export const SORT_BATCH = {
  queue: 'sort-batch',
  why: 'Ten thousand certificates take longer than a page may, and it goes on where it was after a restart.',
} as const;

/** Makes cases of chosen items. */
export const MAKE_BATCH_CASES = {
  queue: 'batch-cases',
  why: 'A case for each of thousands of people takes minutes; a restart makes none twice.',
} as const;

/** Sorts chosen items anew by what was answered. */
export const ANSWER_BATCH = {
  queue: 'batch-answers',
  why: 'Answers for thousands of people sort them anew, each against the directory; a restart goes on where it was.',
} as const;

/** Row of `tasks`, for all three. */
export interface BatchTaskData {
  taskId: string;
}

/** Forgets a batch. */
export const FORGET_BATCH = {
  queue: 'forget-batch',
  why: 'A batch holds personal data of many: a month later it is deleted, a day later when nobody said what its columns are; the cases made of it stay.',
} as const;

/** Row of `batches`. */
export interface ForgetBatchData {
  batchId: string;
}
