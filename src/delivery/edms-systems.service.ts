import type { Edms } from './channels/edms/edms.js';

/** One EDMS that the settings name. */
export interface ConnectedEdms {
  /** As people call it. */
  name: string;
  url: string;
  organizations: readonly string[];
  edms: Edms;
}

/** The EDMS that take drafts, and whose. */
export class EdmsSystemsService {
  constructor(private readonly systems: readonly ConnectedEdms[]) {}

  /** The EDMS of the organisation with this ИНН, `null` where the package is the way. */
  of(inn: string | null): ConnectedEdms | null {
    return this.systems.find(({ organizations }) => inn !== null && organizations.includes(inn)) ?? null;
  }

  /** `null` when the settings no longer name one like this. */
  named(name: string): ConnectedEdms | null {
    return this.systems.find((system) => system.name === name) ?? null;
  }
}
