/** Reminds an applicant of the step that waits for him. */
export const REMIND = {
  queue: 'remind',
  why: 'A letter that nobody signs or registers lies for weeks: the applicant is reminded once.',
} as const;

/** Row of `cases`. */
export interface RemindData {
  caseId: string;
}
