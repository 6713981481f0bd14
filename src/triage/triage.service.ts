import { Injectable } from '@nestjs/common';
import { DirectoryService, type SoughtPerson } from '../directory/directory.service.js';
import { triage } from './triage.js';
import type { TriageInput, Verdict } from './verdict.js';

/** Triage of one person's trouble: what was said, plus what the directory knows. */
@Injectable()
export class TriageService {
  constructor(private readonly directory: DirectoryService) {}

  /**
   * `person` is `null` where no certificate is at hand (`POST triage`): then the directory is not asked.
   * Stores nothing.
   */
  async decide(said: Omit<TriageInput, 'directory'>, person: SoughtPerson | null): Promise<Verdict> {
    return triage(await this.complete(said, person));
  }

  /** What was said together with the directory's findings: the input of the pure `triage` and `nextQuestions`. */
  async complete({ importResult, facts }: Omit<TriageInput, 'directory'>, person: SoughtPerson | null): Promise<TriageInput> {
    return { importResult, facts, directory: person ? await this.directory.find(person) : { known: false } };
  }
}
