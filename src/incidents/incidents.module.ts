import { Module } from '@nestjs/common';
import { DetectWavesProcessor } from './detect-waves.processor.js';
import { IncidentsQueries } from './incidents.queries.js';
import { IncidentsService } from './incidents.service.js';
import { WaveWatchService } from './wave-watch.service.js';

/** The same trouble in a wave. */
@Module({ providers: [IncidentsQueries, IncidentsService, WaveWatchService, DetectWavesProcessor], exports: [IncidentsService, WaveWatchService] })
export class IncidentsModule {}
