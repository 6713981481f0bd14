import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from './accounts/accounts.module.js';
import { ApiModule } from './api/api.module.js';
import { REMIND } from './cases/cases.jobs.js';
import { CasesModule } from './cases/cases.module.js';
import { Config } from './config/config.js';
import { dataSourceOptions } from './data-source.js';
import { DELIVER } from './delivery/deliver.jobs.js';
import { DeskModule } from './desk/desk.module.js';
import { InboxModule } from './inbox/inbox.module.js';
import { QueuesModule } from './platform/queues.module.js';
import { SECRET_KEY } from './platform/secret-key.js';
import { TemplatesService } from './platform/templates.service.js';
import { PortalModule } from './portal/portal.module.js';

/** Every job of the service; the start fails if one has no processor, or two. */
const JOBS = [DELIVER, REMIND];

/** What was prepared before Nest: settings, database address, secret. */
export interface Prepared {
  config: Config;
  databaseUrl: string;
  secretKey: string;
}

@Global()
@Module({})
class SettingsModule {
  static register(config: Config, secretKey: string): DynamicModule {
    return {
      module: SettingsModule,
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
        SettingsModule.register(config, secretKey),
        TypeOrmModule.forRoot({ ...dataSourceOptions(databaseUrl, config.databasePool), autoLoadEntities: true, retryAttempts: 0 }),
        QueuesModule.register(databaseUrl, JOBS),
        AccountsModule,
        CasesModule,
        InboxModule,
        ApiModule,
        PortalModule,
        DeskModule,
      ],
    };
  }
}
