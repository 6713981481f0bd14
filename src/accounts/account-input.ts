import { z } from 'zod';
import { normalEmail } from './account-record.js';
import { passwordFault } from './password-rule.js';
import type { InputFault } from '../platform/domain-error.js';

/** An address to invite or to sign in with; in small letters afterwards. */
export const emailSchema = z.string().trim().min(1).max(254).transform(normalEmail).pipe(z.email());

/** Surname, name and patronymic as people are called in the timeline. */
export const fullNameSchema = z
  .string()
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1).max(120).refine((text) => !/[\p{C}<>]/u.test(text) && /\p{L}/u.test(text), { params: { code: 'name' } }));

/** What is wrong with a new password, as a fault of the field `password`; none when nothing is. */
export function passwordFaults(password: string, owner: { email: string; fullName: string }): InputFault[] {
  if (password === '') return [{ path: 'password', code: 'required' }];
  const code = passwordFault(password, owner);
  return code ? [{ path: 'password', code }] : [];
}
