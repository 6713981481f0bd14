import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { BatchRow } from './batch-row.js';
import type { MakingForm } from './making-form.js';

/** People of one letter: more would not be read by anybody. */
export const MOST_IN_LETTER = 50;

/** An item as far as it says for whom a letter speaks. */
export interface GroupedItem {
  place: number;
  said: Pick<BatchRow, 'organization'> | null;
  subject: Pick<CertificateFacts['subject'], 'innLegal'>;
}

/** Which items are made together: one each, or those of an organisation, at most {@link MOST_IN_LETTER}, in the order of the batch. */
export function letterGroups(items: readonly GroupedItem[], { letters, organization }: Pick<MakingForm, 'letters' | 'organization'>): number[][] {
  if (letters === 'own') return items.map(({ place }) => [place]);
  const bodies = new Map<string, number[][]>();
  for (const { place, said, subject } of items) {
    const inn = said?.organization.inn ?? subject.innLegal ?? organization.inn ?? '';
    const kpp = said?.organization.kpp ?? organization.kpp ?? '';
    const groups = bodies.get(`${inn}/${kpp}`) ?? [];
    bodies.set(`${inn}/${kpp}`, groups);
    const last = groups.at(-1);
    if (last && last.length < MOST_IN_LETTER) last.push(place);
    else groups.push([place]);
  }
  return [...bodies.values()].flat();
}
