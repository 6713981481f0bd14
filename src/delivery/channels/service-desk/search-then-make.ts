import type { AttemptOutcome } from '../../attempt-outcome.js';
import { DeskFault } from './desk-fault.js';

/** What another system can do with one parcel. Each may throw a {@link DeskFault}. */
export interface SearchedSystem {
  /** Id of what is there already. */
  find(): Promise<string | undefined>;
  make(): Promise<string>;
  /** Adds what is a step of its own and is not there yet. */
  complete(id: string): Promise<void>;
}

/** One try: looked for first, made only when it is not there. `beforeHandOver` is called after a search that found nothing. */
export async function searchThenMake(system: SearchedSystem, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
  try {
    const there = await system.find();
    if (there !== undefined) return await completed(system, there);
    await beforeHandOver();
    return await completed(system, await system.make());
  } catch (error) {
    if (error instanceof DeskFault) return { kind: error.outcome, cause: error.reason, waitMs: error.waitMs };
    throw error;
  }
}

/** Without its files it is not sent, and is there all the same: the next search finds it. */
async function completed(system: SearchedSystem, id: string): Promise<AttemptOutcome> {
  try {
    await system.complete(id);
    return { kind: 'accepted', externalId: id };
  } catch (error) {
    if (error instanceof DeskFault) return { kind: 'lost', cause: { code: 'incomplete', detail: error.reason.detail } };
    throw error;
  }
}
