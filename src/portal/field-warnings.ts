import { isLegalInn, isOgrn, isOgrnip, isPersonInn } from '../certificates/check-digits.js';
import { type Answers, typed } from './answers.js';

/** What looks wrong and is let through: `inn` or `ogrn` for a check digit that does not fit, else `null`. */
export function fieldWarning(answers: Answers, name: string): 'inn' | 'ogrn' | null {
  const digits = typed(answers, name).replace(/\s/g, '');
  if (name === 'organization.inn' && /^(\d{10}|\d{12})$/.test(digits)) return isLegalInn(digits) || isPersonInn(digits) ? null : 'inn';
  if (name === 'organization.ogrn' && /^(\d{13}|\d{15})$/.test(digits)) return isOgrn(digits) || isOgrnip(digits) ? null : 'ogrn';
  return null;
}
