/** What cases of a wave have in common. */
export type WaveKind = 'error-text' | 'organization' | 'issuer';

/** What the detection reads of a case. */
export interface WaveCase {
  id: string;
  at: Date;
  issuer: string | null;
  /** ИНН of the organisation. */
  inn: string | null;
  organization: string;
  /** What the import window said. */
  errorText: string | null;
}

/** One thing that a case may share with others. */
export interface WaveSignal {
  kind: WaveKind;
  /** The same for all cases that share it. */
  fingerprint: string;
  /** The same for people. */
  label: string;
  caseId: string;
  at: Date;
  /** Whose trouble it is: ИНН, or the name where none is known. */
  body: string;
}

/** A text with fewer letters says nothing («ошибка»). */
const FEWEST_LETTERS = 8;
const LONGEST_FINGERPRINT = 200;
const LONGEST_LABEL = 160;

/** The things that a case may share with others. */
export function signalsOf({ id, at, issuer, inn, organization, errorText }: WaveCase): WaveSignal[] {
  const body = inn ?? organization;
  const signal = (kind: WaveKind, fingerprint: string, label: string): WaveSignal => ({ kind, fingerprint, label: label.slice(0, LONGEST_LABEL).replaceAll('№ ', '№\u00a0'), caseId: id, at, body });
  const error = errorText && normalErrorText(errorText);
  return [
    ...(error ? [signal('error-text', error, errorText.replace(/\s+/g, ' ').trim())] : []),
    ...(inn ? [signal('organization', inn, organization || inn)] : []),
    ...(issuer ? [signal('issuer', issuer.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim().slice(0, LONGEST_FINGERPRINT), issuer)] : []),
  ];
}

/**
 * An error text without what differs from case to case: numbers, identifiers, what stands in quotation marks, letter case, punctuation.
 * `null` when too little is left to compare.
 */
export function normalErrorText(text: string): string | null {
  const words = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/«[^»]*»|"[^"]*"|“[^”]*”/g, ' ')
    .replace(/\b(?=[0-9a-f-]*\d)[0-9a-f-]{6,}\b/g, ' ')
    .replace(/\S*\d\S*/g, ' ')
    .replace(/[^a-zа-я]+/g, ' ')
    .trim();
  return words.replaceAll(' ', '').length < FEWEST_LETTERS ? null : words.slice(0, LONGEST_FINGERPRINT);
}

/** Names what signals share. */
export function signalKey({ kind, fingerprint }: Pick<WaveSignal, 'kind' | 'fingerprint'>): string {
  return `${kind}:${fingerprint}`;
}
