import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { ActiveRulesService } from './active-rules.service.js';
import { TriageService } from './triage.service.js';
import { VerdictPresenter } from './verdict.presenter.js';

/** Facts to category, route and reason. `TemplatesService` comes from the global platform module. */
@Module({ imports: [DirectoryModule], providers: [ActiveRulesService, TriageService, VerdictPresenter], exports: [ActiveRulesService, TriageService, VerdictPresenter] })
export class TriageModule {}
