import { DomainError, type InputFault } from '../platform/domain-error.js';
import { typedDay } from '../platform/typed-day.js';

/**
 * Two days, the first not after the second.
 * @throws DomainError `validation-failed`.
 */
export function readPeriod(typed: { from: string; to: string }): { firstDay: string; lastDay: string } {
  const [firstDay, lastDay] = [typedDay(typed.from), typedDay(typed.to)];
  const faults: InputFault[] = Object.entries({ from: firstDay, to: lastDay }).flatMap(([path, day]) => (day === null ? [{ path, code: 'date' }] : []));
  if (firstDay && lastDay && firstDay > lastDay) faults.push({ path: 'to', code: 'before-from' });
  if (faults.length > 0 || !firstDay || !lastDay) throw new DomainError('invalid', 'validation-failed', { faults });
  return { firstDay, lastDay };
}
