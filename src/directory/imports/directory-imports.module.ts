import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TasksModule } from '../../tasks/tasks.module.js';
import { DirectoryImport, DirectoryToken, RememberedMapping } from './directory-import.entity.js';
import { DirectoryLoadService } from './directory-load.service.js';
import { DirectoryTokensService } from './directory-tokens.service.js';
import { DirectoryUploadsService } from './directory-uploads.service.js';
import { DirectoryVersionsService } from './directory-versions.service.js';
import { ForgetUploadProcessor } from './forget-upload.processor.js';
import { LoadDirectoryProcessor } from './load-directory.processor.js';
import { UploadFilesAdapter } from './upload-files.adapter.js';

/** How the directory of РМИС users is filled: files, versions, tokens of programs. */
@Module({
  imports: [TypeOrmModule.forFeature([DirectoryImport, RememberedMapping, DirectoryToken]), TasksModule],
  providers: [DirectoryLoadService, DirectoryTokensService, DirectoryUploadsService, DirectoryVersionsService, UploadFilesAdapter, LoadDirectoryProcessor, ForgetUploadProcessor],
  exports: [DirectoryTokensService, DirectoryUploadsService, DirectoryVersionsService],
})
export class DirectoryImportsModule {}
