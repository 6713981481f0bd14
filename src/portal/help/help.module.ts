import { Module } from '@nestjs/common';
import { CertificatesModule } from '../../certificates/certificates.module.js';
import { GuidesModule } from '../../guides/guides.module.js';
import { PortalModule } from '../portal.module.js';
import { CertificateCheckController } from './certificate-check.controller.js';
import { CertificateCheckPresenter } from './certificate-check.presenter.js';
import { ChooserController } from './chooser.controller.js';
import { ChooserPresenter } from './chooser.presenter.js';
import { CrawlersController } from './crawlers.controller.js';
import { GuideController } from './guide.controller.js';
import { GuideOutcomeController } from './guide-outcome.controller.js';
import { HelpController } from './help.controller.js';
import { HelpPresenter } from './help.presenter.js';
import { HelpSearchController } from './help-search.controller.js';

/** Self-help for everybody, under `/help`. */
@Module({
  imports: [PortalModule, GuidesModule, CertificatesModule],
  controllers: [HelpController, HelpSearchController, ChooserController, CertificateCheckController, GuideController, GuideOutcomeController, CrawlersController],
  providers: [HelpPresenter, ChooserPresenter, CertificateCheckPresenter],
})
export class HelpModule {}
