import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { triageRequestSchema } from '../cases/case-request.js';
import { Config } from '../config/config.js';
import { checkInput } from '../platform/input-faults.js';
import { TriageService } from '../triage/triage.service.js';
import type { VerdictView } from '../triage/verdict-view.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import { JsonBody } from './json-body.adapter.js';

/** A verdict on facts alone; nothing is stored. */
@Controller('api/v1/triage')
export class TriageController {
  constructor(
    private readonly triage: TriageService,
    private readonly presenter: VerdictPresenter,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  async decide(@JsonBody() body: unknown): Promise<VerdictView> {
    return this.presenter.present(await this.triage.decide(checkInput(triageRequestSchema, body), null), this.config);
  }
}
