import { Module } from '@nestjs/common';
import { LetterDocxAdapter } from './letter-docx.adapter.js';
import { LetterPdfAdapter } from './letter-pdf.adapter.js';
import { LettersService } from './letters.service.js';

/** Makes letters; needs `TemplatesService` from the platform. */
@Module({ providers: [LetterPdfAdapter, LetterDocxAdapter, LettersService], exports: [LettersService] })
export class LettersModule {}
