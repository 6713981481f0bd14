import { Module } from '@nestjs/common';
import { CasesModule } from '../../cases/cases.module.js';
import { GuidesModule } from '../../guides/guides.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { GuideEditController } from './guide-edit.controller.js';
import { GuideHistoryController } from './guide-history.controller.js';
import { GuideNewController } from './guide-new.controller.js';
import { GuidesController } from './guides.controller.js';
import { GuidesPageService } from './guides-page.service.js';
import { GuidesPresenter } from './guides.presenter.js';

/** Where administrators write guides and see which ones help. */
@Module({
  imports: [CasesModule, GuidesModule, DeskFrameModule],
  controllers: [GuidesController, GuideNewController, GuideEditController, GuideHistoryController],
  providers: [GuidesPageService, GuidesPresenter],
})
export class GuidesPagesModule {}
