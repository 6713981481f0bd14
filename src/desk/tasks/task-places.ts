/** Where the pages of a kind of task lead. */
interface TaskPlaces {
  /** Where one goes on when it is over; its label is `tasks.kinds.<kind>.back`. */
  back: string;
  /** There is nothing to go on with when it was stopped or broke. */
  whenDone?: true;
  /** Page of the thing that a report row is about. */
  subject?: (subject: string) => string;
}

/** Ways out of a task, by kind; a kind without one has just its own page. */
const PLACES: Readonly<Record<string, TaskPlaces>> = {
  'directory-import': { back: '/desk/directory/waiting', whenDone: true },
  'batch-sort': { back: '/desk/batches' },
  'batch-cases': { back: '/desk/batches' },
  'batch-answers': { back: '/desk/batches' },
  closing: { back: '/desk/worklist', subject: (number) => `/desk/cases/${number}` },
  bulk: { back: '/desk/worklist', subject: (number) => `/desk/cases/${number}` },
};

/** Where a task of this kind leads; `null` when nowhere. */
export function placesOf(kind: string): TaskPlaces | null {
  return PLACES[kind] ?? null;
}
