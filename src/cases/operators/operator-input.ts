import { z } from 'zod';
import { CATEGORIES } from '../../triage/verdict.js';
import { caseRequestSchema, lines } from '../case-request.js';
import { CASE_OUTCOMES } from '../case-decision.js';

/** What an operator writes: an answer, a question, a note, a reason. */
export const textSchema = z.object({ text: lines(8000).min(1) });

/** A decision over the rules. */
export const decisionSchema = z.object({
  category: z.enum(CATEGORIES),
  route: z.enum(['self-help', 'letter-edms', 'letter-email', 'service-desk', 'operator']),
  reason: lines(2000).min(1),
});

/** How a case is ended; the text goes to the applicant. */
export const resolutionSchema = z.object({ outcome: z.enum(CASE_OUTCOMES).exclude(['merged']), text: lines(8000) });

/** Another way out of the house. */
export const rerouteSchema = z.object({ route: z.enum(['letter-email', 'letter-edms', 'service-desk']) });

/** Data that an operator may correct before the letter is made again. */
export const correctionSchema = caseRequestSchema.pick({ organization: true, contact: true, newUser: true, description: true });
