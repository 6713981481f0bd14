import { z } from 'zod';
import { line, lines } from '../cases/case-request.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { CATEGORIES } from '../triage/verdict.js';
import { answerFaults } from './answer-template.js';

const answerSchema = z.object({
  title: line(80).min(1),
  category: z.enum(CATEGORIES).nullable(),
  body: lines(6000).min(1),
});

/** What a template of an answer consists of. */
export type AnswerInput = z.output<typeof answerSchema>;

/** A template as it was typed; an empty category means every case. @throws DomainError `validation-failed`, also for a placeholder that does not exist. */
export function checkAnswer(input: { title: string; category: string; body: string }): AnswerInput {
  const checked = checkInput(answerSchema, { ...input, category: input.category || null });
  const faults = answerFaults(checked.body, 'body');
  if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
  return checked;
}
