import { z } from 'zod';
import type { DeskSettings } from '../config/config-desk.js';

/** One setting of one field; `read` takes what was typed, `type` what a form shows. */
interface SimpleSetting<Field extends keyof DeskSettings> {
  field: Field;
  /** Variable of the environment that gives the default. */
  variable: string;
  input: 'lines' | 'line' | 'email' | 'url' | 'number' | 'choice';
  /** Stored forms to choose from, each with its words; only of a `choice`. */
  choices?: readonly string[];
  /** Of what was typed; a value that is stored is checked by the same limits. */
  read: z.ZodType<DeskSettings[Field], string>;
  type: (value: DeskSettings[Field]) => string;
  /** Whether old and new value may stand in the audit log: texts and addresses may not. */
  telling: boolean;
}

const setting = <Field extends keyof DeskSettings>(definition: SimpleSetting<Field>): SimpleSetting<Field> => definition;
const itself = (value: string): string => value;
const oneLine = z.string().trim().regex(/^[^\p{Cc}]*$/u);

/** Settings that consist of one field. A new one begins here and in {@link DeskSettings}. */
export const SIMPLE_SETTINGS = {
  'agency-addressee': setting({
    field: 'agencyAddressee',
    variable: 'AGENCY_ADDRESSEE',
    input: 'lines',
    read: z
      .string()
      .transform((typed) => typed.split(/\r?\n/).map((line) => line.trim()).filter(Boolean))
      .pipe(z.array(oneLine.max(60)).min(1).max(8)),
    type: (lines) => lines.join('\n'),
    telling: false,
  }),
  'agency-salutation': setting({ field: 'agencySalutation', variable: 'AGENCY_SALUTATION', input: 'line', read: oneLine.min(1).max(120), type: itself, telling: false }),
  'agency-email': setting({ field: 'agencyEmail', variable: 'AGENCY_EMAIL', input: 'email', read: z.string().trim().max(200).pipe(z.email()), type: itself, telling: false }),
  'letter-signature': setting({
    field: 'letterSignatureRequired',
    variable: 'LETTER_SIGNATURE',
    input: 'choice',
    choices: ['required', 'optional'],
    read: z.enum(['required', 'optional']).transform((choice) => choice === 'required'),
    type: (required) => (required ? 'required' : 'optional'),
    telling: true,
  }),
  'service-desk-url': setting({
    field: 'serviceDeskUrl',
    variable: 'SERVICE_DESK_URL',
    input: 'url',
    read: z.string().trim().max(200).pipe(z.url({ protocol: /^https?$/ })),
    type: itself,
    telling: false,
  }),
  'reminder-hours': setting({
    field: 'reminderHours',
    variable: 'REMINDER_HOURS',
    input: 'number',
    read: z
      .string()
      .trim()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().min(1).max(24 * 90)),
    type: String,
    telling: true,
  }),
  closing: setting({ field: 'closing', variable: 'CLOSING', input: 'choice', choices: ['propose', 'resolve'], read: z.enum(['propose', 'resolve']), type: itself, telling: true }),
  'expiry-notices': setting({
    field: 'expiryNotices',
    variable: 'EXPIRY_NOTICES',
    input: 'choice',
    choices: ['off', 'on'],
    read: z.enum(['off', 'on']).transform((choice) => choice === 'on'),
    type: (on) => (on ? 'on' : 'off'),
    telling: true,
  }),
} as const;

export type SimpleKey = keyof typeof SIMPLE_SETTINGS;
export const SIMPLE_KEYS = Object.keys(SIMPLE_SETTINGS) as SimpleKey[];

/** Stored forms to choose from; empty where there is nothing to choose from. */
export function choicesOf(key: SimpleKey): readonly string[] {
  const { choices }: { choices?: readonly string[] } = SIMPLE_SETTINGS[key];
  return choices ?? [];
}

export function isSimpleKey(key: string): key is SimpleKey {
  return Object.hasOwn(SIMPLE_SETTINGS, key);
}

/** The stored form of what was typed, `null` when it cannot be taken. */
export function readTyped(key: SimpleKey, typed: string): { stored: string } | null {
  const { read, type } = SIMPLE_SETTINGS[key];
  const parsed = read.safeParse(typed);
  return parsed.success ? { stored: (type as (value: unknown) => string)(parsed.data) } : null;
}

/** What a form shows of the value that holds. */
export function typedForm(key: SimpleKey, settings: Readonly<DeskSettings>): string {
  const { field, type } = SIMPLE_SETTINGS[key];
  return (type as (value: unknown) => string)(settings[field]);
}

/** The settings that stored forms stand for; a form that is not taken any more (an older program's) is passed over. */
export function fromStored(stored: ReadonlyMap<string, unknown>): Partial<DeskSettings> {
  const pairs = SIMPLE_KEYS.flatMap((key) => {
    const { field, read } = SIMPLE_SETTINGS[key];
    const parsed = read.safeParse(stored.get(key));
    return parsed.success ? [[field, parsed.data] as const] : [];
  });
  return Object.fromEntries(pairs);
}
