import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/cases.module.js';
import { AnswerFillingService } from './answer-filling.service.js';
import { Answer, AnswerVersion } from './answer.entity.js';
import { AnswersService } from './answers.service.js';

/** Templates of operators' answers. */
@Module({
  imports: [TypeOrmModule.forFeature([Answer, AnswerVersion]), CasesModule],
  providers: [AnswerFillingService, AnswersService],
  exports: [AnswerFillingService, AnswersService],
})
export class AnswersModule {}
