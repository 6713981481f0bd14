import { z } from 'zod';
import { DomainError, type InputFault } from '../platform/domain-error.js';

const day = z.iso.date();

/**
 * Two days, the first not after the second.
 * @throws DomainError `validation-failed`.
 */
export function readPeriod({ from, to }: { from: string; to: string }): { firstDay: string; lastDay: string } {
  const faults: InputFault[] = Object.entries({ from, to })
    .filter(([, value]) => !day.safeParse(value).success)
    .map(([path]) => ({ path, code: 'date' }));
  if (faults.length === 0 && from > to) faults.push({ path: 'to', code: 'before-from' });
  if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
  return { firstDay: from, lastDay: to };
}
