import { Module } from '@nestjs/common';
import { RulesModule } from '../../rules/rules.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { TaskPagesModule } from '../tasks/task-pages.module.js';
import { RuleDryRunController } from './rule-dry-run.controller.js';
import { RuleSwitchController } from './rule-switch.controller.js';
import { RulesController } from './rules.controller.js';
import { RulesPageService } from './rules-page.service.js';

/** Pages about the rules of triage. */
@Module({
  imports: [DeskFrameModule, RulesModule, TaskPagesModule],
  controllers: [RulesController, RuleDryRunController, RuleSwitchController],
  providers: [RulesPageService],
})
export class RulePagesModule {}
