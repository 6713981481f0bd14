import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TEMPLATES_DIR } from '../platform/templates.service.js';
import { type AnswerInput, checkAnswer } from './answer-input.js';

const FILE = join(TEMPLATES_DIR, 'answers', 'starters.json');

const startersSchema = z.array(z.object({ starter: z.string(), category: z.string().nullable(), title: z.string(), body: z.array(z.string()) }));

/** A template that comes with the program. */
export interface StarterAnswer extends AnswerInput {
  starter: string;
}

/** The templates that come with the program, `templates/answers/starters.json`. @throws Error when one is faulty: found by the first test. */
export function readStarterAnswers(): StarterAnswer[] {
  const all = startersSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return all.map(({ starter, category, title, body }) => ({ starter, ...checkAnswer({ title, category: category ?? '', body: body.join('\n') }) }));
}
