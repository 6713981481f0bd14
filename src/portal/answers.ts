import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { findKeyMaterial } from '../certificates/key-material.js';
import { personOf } from '../certificates/owner-name.js';
import type { ImportResult } from '../triage/verdict.js';

/**
 * What was typed, by the name of its field, faults included. Names are paths in the request (`contact.phone`,
 * `facts.userBlocked`, `importResult.withOwner`), so that a fault of the request finds its field; besides these:
 * `importResult.kind` ({@link ImportKind}), `newUser.isMe`, `consent` (the version that was agreed to, or empty), `verdict.seen`.
 */
export type Answers = Readonly<Record<string, string>>;

/** How the import ended, as the page of the window asks it. */
export type ImportKind = 'counters' | 'error' | 'none';

export const typed = (answers: Answers, name: string): string => (answers[name] ?? '').trim();

/** The chosen end of the import; somebody who only typed figures or an error text has chosen too. */
export function importKind(answers: Answers): ImportKind | null {
  const kind = typed(answers, 'importResult.kind');
  if (kind === 'counters' || kind === 'error' || kind === 'none') return kind;
  if (typed(answers, 'importResult.previouslyLoaded') || typed(answers, 'importResult.withOwner')) return 'counters';
  return typed(answers, 'importResult.errorText') ? 'error' : null;
}

/** What the window showed, from answers without faults. Fields of the choice that was not made are passed over. */
export function importResultFrom(answers: Answers): ImportResult | null {
  const counter = (name: string) => (typed(answers, name) === '' ? null : Number(typed(answers, name)));
  switch (importKind(answers)) {
    case 'counters':
      return { previouslyLoaded: counter('importResult.previouslyLoaded'), withOwner: counter('importResult.withOwner'), errorText: null };
    case 'error':
      return { previouslyLoaded: null, withOwner: null, errorText: typed(answers, 'importResult.errorText') };
    default:
      return null;
  }
}

/** What the certificate says already, offered in the fields that are still untouched. */
function prefill(facts: CertificateFacts): Answers {
  const { subject } = facts;
  const offered: Record<string, string | null> = {
    'contact.fullName': personOf(facts),
    'contact.position': subject.title,
    'contact.email': subject.email,
    'organization.name': subject.organization,
    'organization.inn': subject.innLegal ?? (subject.ogrnip ? subject.inn : null),
    'organization.ogrn': subject.ogrn ?? subject.ogrnip,
    'newUser.fullName': personOf(facts),
    'newUser.position': subject.title,
    'newUser.email': subject.email,
  };
  return Object.fromEntries(Object.entries(offered).filter((entry): entry is [string, string] => entry[1] !== null));
}

/**
 * All answers that the details consist of: typed, else offered by the certificate. «Новый пользователь — это я»
 * (until answered: whether the contact is the certificate's owner) takes the new user from the contact.
 */
export function completed(answers: Answers, facts: CertificateFacts): Answers {
  const all = { ...prefill(facts), ...answers };
  const isMe = all['newUser.isMe'] ?? (typed(all, 'contact.fullName') === (personOf(facts) ?? typed(all, 'contact.fullName')) ? 'yes' : '');
  const me = ['fullName', 'position', 'phone', 'email'].map((name): [string, string] => [`newUser.${name}`, all[`contact.${name}`] ?? '']);
  return { ...all, 'newUser.isMe': isMe, ...(isMe === 'yes' && Object.fromEntries(me)) };
}

/** The answers without those that hold a private key: what somebody pasted by mistake is shown back to him, but never stored. */
export function withoutKeys(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, findKeyMaterial(Buffer.from(value), value) === null ? value : '']));
}
