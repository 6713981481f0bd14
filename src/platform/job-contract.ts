/** What a `*.jobs.ts` file declares: one job, one queue, one processor. */
export interface JobContract {
  /** Name of the queue and of its only job. */
  queue: string;
  /** Why the job exists, one sentence; goes into docs/jobs.md. */
  why: string;
}

/** Ids only; `outboxId` names the row that is deleted when the work is done. */
export type JobData<Data> = Data & { outboxId: string };
