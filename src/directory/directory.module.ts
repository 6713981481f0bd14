import { Module } from '@nestjs/common';
import { DirectoryService } from './directory.service.js';

/** Users of РМИС: who is asked about, and what is known of him. */
@Module({ providers: [DirectoryService], exports: [DirectoryService] })
export class DirectoryModule {}
