import type { TicketState } from './service-desk.js';

/** A desk's words for its states, in lower case, with what they mean to us. */
export type StateWords = Readonly<Record<string, TicketState>>;

/** What a desk's word means: the administrator's own mapping first, then the preset's; an unknown word is `open`, so that nothing ends by mistake. */
export function ticketState(word: string, settings: StateWords, preset: StateWords): TicketState {
  const key = word.trim().toLowerCase();
  return settings[key] ?? preset[key] ?? 'open';
}

/** Whether a text that a desk's search has found really names this case: `2026-000012` is not `2026-0000123`. */
export function namesCase(text: string, caseNumber: string): boolean {
  const at = text.indexOf(caseNumber);
  return at >= 0 && !/\d/.test(text.charAt(at + caseNumber.length)) && !/[\d-]/.test(text.charAt(at - 1));
}
