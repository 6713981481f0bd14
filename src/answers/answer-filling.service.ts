import { Inject, Injectable } from '@nestjs/common';
import { DeskCasesService } from '../cases/operators/desk-cases.service.js';
import { Config } from '../config/config.js';
import { fillAnswer } from './answer-template.js';
import { answerValues } from './answer-values.js';

/** Fills texts with the words of a case. */
@Injectable()
export class AnswerFillingService {
  constructor(
    private readonly cases: DeskCasesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** The text for one case, as `operator` would write it. @throws DomainError `case-not-found`. */
  async fill(source: string, caseNumber: string, operator: string): Promise<string> {
    const { agencyEmail, baseUrl } = this.config;
    return fillAnswer(source, answerValues(await this.cases.get(caseNumber), { agencyEmail, baseUrl, operator }));
  }
}
