import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { TriageModule } from '../triage/triage.module.js';
import { DryRunProcessor } from './dry-run.processor.js';
import { DryRunWorkService } from './dry-run-work.service.js';
import { RuleDryRun, RuleSwitch } from './rules.entity.js';
import { RulesService } from './rules.service.js';

/** Versions of rules: tried on past cases, switched on and off. */
@Module({
  imports: [TypeOrmModule.forFeature([RuleDryRun, RuleSwitch]), AccountsModule, CasesModule, TasksModule, TriageModule],
  providers: [DryRunProcessor, DryRunWorkService, RulesService],
  exports: [RulesService, TriageModule],
})
export class RulesModule {}
