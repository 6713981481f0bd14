import { Injectable } from '@nestjs/common';
import { type DirectoryAnswer, NO_ANSWER } from '../directory/directory-answer.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { SoughtPerson } from '../directory/sought-person.js';
import { ActiveRulesService } from './active-rules.service.js';
import type { Rule } from './triage-rules.js';
import { triage } from './triage.js';
import type { TriageInput, Verdict } from './verdict.js';

/** A verdict with all that it rests on. */
export interface Study {
  verdict: Verdict;
  input: TriageInput;
  answer: DirectoryAnswer;
  /** The table that was in force. */
  rules: readonly Rule[];
}

/** Triage of one person's trouble: what was said, plus what the directory knows. */
@Injectable()
export class TriageService {
  constructor(
    private readonly directory: DirectoryService,
    private readonly activeRules: ActiveRulesService,
  ) {}

  /**
   * `person` is `null` where no certificate is at hand (`POST triage`): then the directory is not asked.
   * Stores nothing.
   */
  async decide(said: Omit<TriageInput, 'directory'>, person: SoughtPerson | null): Promise<Verdict> {
    return (await this.study(said, person)).verdict;
  }

  /** The same, with the directory's answer: to be kept with a case. */
  async study(said: Omit<TriageInput, 'directory'>, person: SoughtPerson | null): Promise<Study> {
    const [answer, rules] = await Promise.all([person ? this.directory.find(person) : NO_ANSWER, this.activeRules.current()]);
    return conclude(said, answer, rules);
  }

  /** The same for many people at once. @throws Error when the directory does not answer. */
  async studyAll(asked: readonly { said: Omit<TriageInput, 'directory'>; person: SoughtPerson }[]): Promise<Study[]> {
    const [answers, rules] = await Promise.all([this.directory.findAll(asked.map(({ person }) => person)), this.activeRules.current()]);
    return asked.map(({ said }, index) => conclude(said, answers[index] ?? NO_ANSWER, rules));
  }
}

function conclude(said: Omit<TriageInput, 'directory'>, answer: DirectoryAnswer, rules: readonly Rule[]): Study {
  const input = { importResult: said.importResult, facts: said.facts, directory: answer.findings };
  return { verdict: triage(input, rules), input, answer, rules };
}
