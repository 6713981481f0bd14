/** A candidate rule run over past cases. */
export const DRY_RUN = {
  queue: 'rule-dry-runs',
  why: 'Sorting the cases of a year again takes a while; the rule is not in force meanwhile.',
} as const;

/** Row of `tasks`. */
export interface DryRunData {
  taskId: string;
}
