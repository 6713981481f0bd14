import { z } from 'zod';
import { findKeyMaterial } from '../certificates/key-material.js';
import type { InputFault } from '../platform/domain-error.js';

/** The version of the text that the program came with; clients of the API name it. */
export const SHIPPED_CONSENT = '2026-11';

/** Who processes personal data (152-ФЗ, article 9 part 4): named in the consent. */
const operatorSchema = z.object({ name: z.string(), address: z.string(), inn: z.string(), email: z.string() });
export type DataOperator = z.infer<typeof operatorSchema>;

/** One version of the consent as it is stored; `text` in the form of {@link consentBlocks}. */
const consentSchema = z.object({ version: z.string(), operator: operatorSchema.nullable(), text: z.string() });
export type Consent = z.infer<typeof consentSchema>;

export const CONSENT_FIELDS = ['name', 'address', 'inn', 'email', 'text'] as const;

/** A stored version, `null` when it is none. */
export function storedConsent(stored: unknown): Consent | null {
  const parsed = consentSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** A heading, a paragraph, or a list. */
export type ConsentBlock = { heading: string } | { paragraph: string } | { items: string[] };

/** The text for a page: «## » begins a heading, «- » an item of a list, an empty line ends a paragraph. */
export function consentBlocks(text: string): ConsentBlock[] {
  const blocks: ConsentBlock[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    const last = open ? blocks.at(-1) : undefined;
    open = line !== '' && !line.startsWith('## ');
    if (line.startsWith('## ')) blocks.push({ heading: line.slice(3).trim() });
    else if (line.startsWith('- ')) {
      if (last && 'items' in last) last.items.push(line.slice(2).trim());
      else blocks.push({ items: [line.slice(2).trim()] });
    } else if (line !== '') {
      if (last && 'paragraph' in last) last.paragraph += ` ${line}`;
      else blocks.push({ paragraph: line });
    }
  }
  return blocks;
}

/** Name of the version that is published on a day (ISO, local): the day, counted up when the day has one already. */
export function consentVersion(today: string, known: readonly string[]): string {
  let version = today;
  for (let count = 2; known.includes(version); count += 1) version = `${today}-${count}`;
  return version;
}

/** Operator and text as typed, or every fault. */
export function readConsent(typed: Readonly<Record<(typeof CONSENT_FIELDS)[number], string>>): { operator: DataOperator; text: string } | { faults: InputFault[] } {
  const [name, address, inn, email] = [typed.name.trim(), typed.address.trim(), typed.inn.replace(/\s/g, ''), typed.email.trim()];
  const text = typed.text.replace(/\r\n?/g, '\n').trim();
  const checks: [path: string, code: string, wrong: boolean][] = [
    ['name', 'required', name === ''],
    ['name', 'too-long', name.length > 300],
    ['address', 'required', address === ''],
    ['address', 'too-long', address.length > 300],
    ['inn', 'inn', !/^(\d{10}|\d{12})$/.test(inn)],
    ['email', 'email', !z.email().max(200).safeParse(email).success],
    ['text', 'required', text.length < 200],
    ['text', 'too-long', text.length > 10_000],
    ['text', 'private-key', findKeyMaterial(Buffer.from(text), text) !== null],
  ];
  const wrong = checks.filter(([, , isWrong]) => isWrong);
  const faults = wrong.filter(([path], index) => wrong.findIndex(([other]) => other === path) === index).map(([path, code]) => ({ path, code }));
  return faults.length > 0 ? { faults } : { operator: { name, address, inn, email }, text };
}
