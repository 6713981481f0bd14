import { z } from 'zod';
import { findKeyMaterial } from '../certificates/key-material.js';

/** Control characters, bidirectional marks and halves of surrogate pairs have no place in what people typed. */
const clean = (value: string) => value.toWellFormed().replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/gu, (char) => (/\s/.test(char) ? char : ''));

const text = (max: number) => z.string().overwrite((value) => clean(value).replace(/\s+/g, ' ').trim()).max(max);
/** Text of several lines, cleaned. A secret key pasted among words is turned away like a file with one: it must not be stored. */
export const lines = (max: number) =>
  z
    .string()
    .overwrite((value) => clean(value).replace(/\r\n?/g, '\n').trim())
    .max(max)
    .refine((value) => findKeyMaterial(Buffer.from(value), value) === null, { params: { code: 'private-key' } });
const filled = (max: number) => text(max).min(1);
const orNull = (schema: z.ZodString) => schema.nullish().transform((value) => value || null);
const optional = (max: number) => orNull(text(max));
const tristate = z.enum(['yes', 'no', 'unknown']).nullish().meta({ default: 'unknown' }).transform((value) => value ?? 'unknown');
const counter = z.number().min(0).max(1_000_000).int().nullish().transform((value) => value ?? null);

/** At least ten digits, as a Russian number with its area code has; spaces, brackets, dashes and an extension are let through. */
const phone = filled(60).refine((value) => value.replace(/\D/g, '').length >= 10, { params: { code: 'phone' } });
/** One bare address; Cyrillic domains are let through, lists and display names are not. */
const email = filled(254).pipe(z.email({ pattern: /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@"<>(),;:\\.]{2,}$/u }));
const digits = (...lengths: number[]) =>
  text(20)
    .nullish()
    .transform((value) => value?.replace(/\s/g, '') || null)
    .refine((value) => value === null || (/^\d+$/.test(value) && lengths.includes(value.length)), { params: { code: 'digits' } });

/** What the window «Импорт сертификатов пользователей» showed; `null` when the import was not tried or not possible. */
export const importResultSchema = z
  .object({ previouslyLoaded: counter, withOwner: counter, errorText: orNull(lines(4000)) })
  .nullish()
  .transform((value) => value ?? null);

/** What the applicant says; whatever is left out, or `null`, is unknown. */
const givenFactsSchema = z.object({
  userRegistered: tristate,
  userBlocked: tristate,
  currentCertificateValid: tristate,
  colleagueCanImport: tristate,
  edms: z.enum(['directum', 'bureaucrat', 'other', 'none']).nullish().meta({ default: 'none' }).transform((value) => value ?? 'none'),
  signsDocuments: tristate,
  loginFailed: tristate,
});
const factsSchema = givenFactsSchema.nullish().transform((value) => value ?? givenFactsSchema.parse({}));

/** The sender of the letter. What is left out is taken from the certificate; what a letter still lacks is asked for. */
export const organizationSchema = z.object({
  inn: digits(10, 12),
  kpp: text(9)
    .nullish()
    .transform((value) => value?.toUpperCase() || null)
    .refine((value) => value === null || /^\d{4}[\dA-Z]{2}\d{3}$/.test(value), { params: { code: 'kpp' } }),
  ogrn: digits(13, 15),
  name: optional(500),
  shortName: optional(250),
  address: optional(500),
  phone: optional(60),
  email: optional(254),
  headPosition: optional(250),
  headName: optional(150),
});

/** Contact person: full name, phone and e-mail are mandatory in letter and ticket alike (instruction). */
export const contactSchema = z.object({ fullName: filled(150), position: optional(250), phone, email });

/** The user to be registered by letter. */
export const newUserSchema = z.object({
  fullName: filled(150),
  position: filled(250),
  phone,
  email,
  roles: z.array(filled(250)).max(60).nullish().transform((value) => value ?? []),
  sameRolesAs: optional(150),
});

/** Consent to the processing of personal data, a document of its own (152-ФЗ): which text was shown. */
const consentSchema = z.object({
  accepted: z.literal(true),
  version: filled(40),
});

/** The part of a request that triage looks at. */
export const triageRequestSchema = z.object({ importResult: importResultSchema, facts: factsSchema });

/** The `case` of the public contract: one person's trouble with one certificate. */
export const caseRequestSchema = triageRequestSchema.extend({
  organization: organizationSchema.nullish().transform((value) => value ?? null),
  contact: contactSchema,
  newUser: newUserSchema.nullish().transform((value) => value ?? null),
  description: orNull(lines(8000)),
  consent: consentSchema,
});

/** A checked request for a case. */
export type CaseRequest = z.output<typeof caseRequestSchema>;
export type CaseOrganization = z.output<typeof organizationSchema>;
export type CaseContact = z.output<typeof contactSchema>;
export type CaseNewUser = z.output<typeof newUserSchema>;

/** A message of the applicant. */
export const messageSchema = z.object({ text: lines(8000).min(1) });

/** «Зарегистрировано в СЭД»: number and date (ISO, `2026-11-24`) as the organisation's registrar gave them. */
export const edmsRegistrationSchema = z.object({ number: filled(100), date: z.iso.date() });
