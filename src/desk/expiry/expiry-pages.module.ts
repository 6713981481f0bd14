import { Module } from '@nestjs/common';
import { ExpiryModule } from '../../expiry/expiry.module.js';
import { DeskFrameModule } from '../frame/frame.module.js';
import { ExpiryController } from './expiry.controller.js';
import { ExpiryExportController } from './expiry-export.controller.js';
import { ExpiryPresenter } from './expiry.presenter.js';

/** Whose certificate ends when: the page, and what can be taken along. */
@Module({ imports: [ExpiryModule, DeskFrameModule], controllers: [ExpiryController, ExpiryExportController], providers: [ExpiryPresenter] })
export class ExpiryPagesModule {}
