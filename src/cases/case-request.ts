import { z } from 'zod';
import { withoutSnils } from '../certificates/hidden-snils.js';
import { findKeyMaterial } from '../certificates/key-material.js';
import { isPublicAddress, typedAddress } from '../platform/mail-address.js';

/** Control characters, marks that turn the reading direction and halves of surrogate pairs have no place in what people typed. */
const clean = (value: string) => value.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, (char) => (/\s/.test(char) ? char : ''));
/** What can be seen of it: fillers, soft hyphens, zero-width characters and the empty Braille cell are gone. */
const seen = (value: string) => value.replace(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
const unlessUnseen = (value: string) => (/[\p{L}\p{N}\p{P}\p{S}]/u.test(seen(value)) ? value : '');
const hasLetter = (value: string) => /\p{L}/u.test(seen(value));
const holdsKey = (value: string) => value !== '' && findKeyMaterial(Buffer.from(value), seen(value)) !== null;

/**
 * Any text somebody typed. A secret key pasted into it is turned away like a file with one: it must not be stored. So is a text of which
 * letters were lost on the way, because its sender wrote in another encoding than UTF-8.
 */
const typed = (tidy: (value: string) => string, max: number) =>
  z
    .string()
    .overwrite(tidy)
    .refine((value) => !holdsKey(value), { params: { code: 'private-key' } })
    .refine((value) => !value.includes('\ufffd'), { params: { code: 'encoding' } })
    .max(max);
/** Text of one line, cleaned; without a visible character it is empty. */
export const line = (max: number) => typed((value) => unlessUnseen(clean(value).replace(/\s+/g, ' ').trim()), max);
/** Text of several lines, cleaned; without a visible character it is empty. */
export const lines = (max: number) => typed((value) => unlessUnseen(clean(value).replace(/\r\n?/g, '\n').trim()), max);
/** A СНИЛС that was typed is kept by its last digits only: nobody needs more of it, and what is not stored shows up nowhere. */
const hideSnils = (value: string) => withoutSnils(value);
const words = (max: number) => line(max).overwrite(hideSnils);
const story = (max: number) => lines(max).overwrite(hideSnils);
const filled = (max: number) => words(max).min(1);
const orNull = (schema: z.ZodString) => schema.nullish().transform((value) => value || null);
const optional = (max: number) => orNull(words(max));
/** A name has at least one letter: a dot or a dash in its place is as good as nothing. */
const name = (max: number) => filled(max).refine(hasLetter, { params: { code: 'required' } });
const optionalName = (max: number) => orNull(words(max).refine((value) => value === '' || hasLetter(value), { params: { code: 'required' } }));
const tristate = z.enum(['yes', 'no', 'unknown']).nullish().meta({ default: 'unknown' }).transform((value) => value ?? 'unknown');
const counter = z.number().min(0).max(1_000_000).int().nullish().transform((value) => value ?? null);

/** At least ten digits, as a Russian number with its area code has; spaces, brackets, dashes and an extension are let through. */
const phone = line(60).min(1).refine((value) => value.replace(/\D/g, '').length >= 10, { params: { code: 'phone' } });
/** One bare address; Cyrillic domains are let through, lists and display names are not. */
const email = typed(typedAddress, 254)
  .min(1)
  .refine(isPublicAddress, { params: { code: 'email' } })
  .meta({ format: 'email' });
const digits = (...lengths: number[]) =>
  line(20)
    .nullish()
    .transform((value) => value?.replace(/\s/g, '') || null)
    .refine((value) => value === null || (/^\d+$/.test(value) && lengths.includes(value.length)), { params: { code: 'digits' } });

/** What the window «Импорт сертификатов пользователей» showed; `null` when the import was not tried or not possible. */
export const importResultSchema = z
  .object({ previouslyLoaded: counter, withOwner: counter, errorText: orNull(story(4000)) })
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
  kpp: line(9)
    .nullish()
    .transform((value) => value?.toUpperCase() || null)
    .refine((value) => value === null || /^\d{4}[\dA-Z]{2}\d{3}$/.test(value), { params: { code: 'kpp' } }),
  ogrn: digits(13, 15),
  name: optionalName(500),
  shortName: optional(250),
  address: optional(500),
  phone: orNull(line(60)),
  email: orNull(line(254)),
  headPosition: optional(250),
  headName: optionalName(150),
});

/** Contact person: full name, phone and e-mail are mandatory in letter and ticket alike (instruction). */
export const contactSchema = z.object({ fullName: name(150), position: optional(250), phone, email });

/** The user to be registered by letter. */
export const newUserSchema = z.object({
  fullName: name(150),
  position: filled(250),
  phone,
  email,
  roles: z.array(filled(250)).max(60).nullish().transform((value) => value ?? []),
  sameRolesAs: optional(150).transform((value) => (value && hasLetter(value) ? value : null)),
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
  description: orNull(story(8000)),
  consent: consentSchema,
});

/** A checked request for a case. */
export type CaseRequest = z.output<typeof caseRequestSchema>;
export type CaseOrganization = z.output<typeof organizationSchema>;
export type CaseContact = z.output<typeof contactSchema>;
export type CaseNewUser = z.output<typeof newUserSchema>;

/** A message of the applicant. */
export const messageSchema = z.object({ text: story(8000).min(1) });

/** «Зарегистрировано в СЭД»: number and date (ISO, `2026-11-24`) as the organisation's registrar gave them. */
export const edmsRegistrationSchema = z.object({ number: line(100).min(1), date: z.iso.date() });
