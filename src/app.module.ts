import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from './accounts/accounts.module.js';
import { AlarmsModule } from './alarms/alarms.module.js';
import { ApiModule } from './api/api.module.js';
import { ANSWER_BATCH, FORGET_BATCH, MAKE_BATCH_CASES, SORT_BATCH } from './batches/batch.jobs.js';
import { BatchesModule } from './batches/batches.module.js';
import { BULK } from './bulk/bulk.jobs.js';
import { BulkModule } from './bulk/bulk.module.js';
import { REMIND } from './cases/cases.jobs.js';
import { RECOUNT } from './cases/recount.jobs.js';
import { CasesModule } from './cases/cases.module.js';
import { Config } from './config/config.js';
import { dataSourceOptions } from './data-source.js';
import { CLOSE_LOOP } from './closing/closing.jobs.js';
import { DELIVER } from './delivery/deliver.jobs.js';
import { WATCH_TICKET } from './delivery/watch-ticket.jobs.js';
import { DeskModule } from './desk/desk.module.js';
import { FORGET_UPLOAD, LOAD_DIRECTORY } from './directory/imports/directory-import.jobs.js';
import { DETECT_WAVES } from './incidents/detect-waves.jobs.js';
import { WATCH_EXPIRY } from './expiry/expiry.jobs.js';
import { InboxModule } from './inbox/inbox.module.js';
import { QueuesModule } from './platform/queues.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { DRY_RUN } from './rules/dry-run.jobs.js';
import { SECRET_KEY } from './platform/secret-key.js';
import { TemplatesService } from './platform/templates.service.js';
import { HelpModule } from './portal/help/help.module.js';
import { FORGET_WEBHOOKS, SEND_WEBHOOK } from './webhooks/webhooks.jobs.js';
import { PortalModule } from './portal/portal.module.js';

/** Every job of the service; the start fails if one has no processor, or two. */
const JOBS = [DELIVER, REMIND, BULK, DETECT_WAVES, RECOUNT, DRY_RUN, LOAD_DIRECTORY, FORGET_UPLOAD, CLOSE_LOOP, WATCH_EXPIRY, WATCH_TICKET, SORT_BATCH, MAKE_BATCH_CASES, ANSWER_BATCH, FORGET_BATCH, SEND_WEBHOOK, FORGET_WEBHOOKS];

/** What was prepared before Nest: settings, database address, secret. */
export interface Prepared {
  config: Config;
  databaseUrl: string;
  secretKey: string;
}

@Global()
@Module({})
class PreparedModule {
  static register(config: Config, secretKey: string): DynamicModule {
    return {
      module: PreparedModule,
      providers: [{ provide: Config, useValue: config }, { provide: SECRET_KEY, useValue: secretKey }, TemplatesService],
      exports: [Config, SECRET_KEY, TemplatesService],
    };
  }
}

/** Composition root. */
@Module({})
export class AppModule {
  static register({ config, databaseUrl, secretKey }: Prepared): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PreparedModule.register(config, secretKey),
        TypeOrmModule.forRoot({ ...dataSourceOptions(databaseUrl, config.databasePool), autoLoadEntities: true, retryAttempts: 0 }),
        QueuesModule.register(databaseUrl, JOBS),
        AccountsModule,
        AlarmsModule,
        SettingsModule,
        CasesModule,
        BatchesModule,
        BulkModule,
        InboxModule,
        ApiModule,
        PortalModule,
        HelpModule,
        DeskModule,
      ],
    };
  }
}
