import { Module } from '@nestjs/common';
import { DeadlinePresenter } from './deadline.presenter.js';
import { DeadlinesService } from './deadlines.service.js';

/** Terms in working hours: when an operator has to act, and why then. `HealthService`, `ClockService` and `TemplatesService` come from global modules. */
@Module({ providers: [DeadlinesService, DeadlinePresenter], exports: [DeadlinesService, DeadlinePresenter] })
export class DeadlinesModule {}
