import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SettingVersion } from './setting.entity.js';
import { SettingsAdministrationService } from './settings-administration.service.js';
import { SettingsService } from './settings.service.js';

/** What administrators set in the desk. Global, because many read it: of the environment's settings through `Config`, of the others here. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([SettingVersion])],
  providers: [SettingsService, SettingsAdministrationService],
  exports: [SettingsService, SettingsAdministrationService],
})
export class SettingsModule {}
