import { z } from 'zod';
import { DEADLINE_RULES, WARNING_SHARE, withFigures, type DeadlineTerms } from '../deadlines/deadline-rules.js';
import type { InputFault } from '../platform/domain-error.js';

/** Longest term: 40 working days of 8 hours. */
const LONGEST_MINUTES = 320 * 60;

/** Figures of the deadlines as they are stored. */
const figuresSchema = z.object({
  minutes: z.record(z.string(), z.int().min(1).max(LONGEST_MINUTES)),
  warningPercent: z.int().min(1).max(99),
});
export type DeadlineFigures = z.infer<typeof figuresSchema>;

/** What the program came with. */
export const SHIPPED_FIGURES: DeadlineFigures = {
  minutes: Object.fromEntries(DEADLINE_RULES.map(({ id, minutes }) => [id, minutes])),
  warningPercent: Math.round(WARNING_SHARE * 100),
};

/** Figures from what is stored; what cannot be read is what the program came with. */
export function storedFigures(stored: unknown): DeadlineFigures {
  const parsed = figuresSchema.safeParse(stored);
  return parsed.success ? { ...parsed.data, minutes: { ...SHIPPED_FIGURES.minutes, ...parsed.data.minutes } } : SHIPPED_FIGURES;
}

export function termsOf({ minutes, warningPercent }: DeadlineFigures): DeadlineTerms {
  return withFigures(minutes, warningPercent / 100);
}

/** Hours as people type them: `4`, `4,5`, `4:30`, `0.25`; `null` when that is no term of 1 minute to 320 hours. */
export function readHours(typed: string): number | null {
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(typed.trim());
  const decimal = /^\d{1,3}(?:[.,]\d{1,2})?$/.exec(typed.trim());
  const minutes = clock ? Number(clock[1]) * 60 + Number(clock[2]) : decimal ? Math.round(Number(decimal[0].replace(',', '.')) * 60) : 0;
  return minutes >= 1 && minutes <= LONGEST_MINUTES ? minutes : null;
}

/** The same back: whole hours as `4`, others as `4:30`. */
export function typedHours(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? String(hours) : `${hours}:${String(rest).padStart(2, '0')}`;
}

/** Figures from the fields `<rule id>` and `warningPercent` of a form, or every fault. */
export function readFigures(typed: Readonly<Record<string, string>>): { figures: DeadlineFigures } | { faults: InputFault[] } {
  const faults: InputFault[] = [];
  const minutes: Record<string, number> = {};
  for (const { id } of DEADLINE_RULES) {
    const read = readHours(typed[id] ?? '');
    if (read === null) faults.push({ path: id, code: 'hours' });
    else minutes[id] = read;
  }
  const percent = /^\d{1,2}$/.test((typed['warningPercent'] ?? '').trim()) ? Number(typed['warningPercent']) : 0;
  if (percent < 1) faults.push({ path: 'warningPercent', code: 'percent' });
  return faults.length > 0 ? { faults } : { figures: { minutes, warningPercent: percent } };
}
