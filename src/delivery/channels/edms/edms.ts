import type { ParcelFile } from '../../parcel.js';

/** A letter as it is put into an EDMS: no personal data in the subjects. */
export interface EdmsLetter {
  caseNumber: string;
  subject: string;
  /** ИНН of the organisation whose letter it is. */
  inn: string;
  body: ParcelFile;
  enclosure: ParcelFile & { subject: string };
}

/** How a person has registered a letter; `date` is ISO, `null` when the EDMS does not tell it. */
export interface Registration {
  number: string;
  date: string | null;
}

/** Where a draft stands: still a draft, registered by a person, or no longer there. */
export type DraftReading = { state: 'draft' } | ({ state: 'registered' } & Registration) | { state: 'gone' };

/** Somebody's electronic document flow. Everything may throw a `DeskFault`. */
export interface Edms {
  /** Ids of the letters whose subject holds this case number, the oldest first; what was thrown away there does not count. */
  find(caseNumber: string): Promise<string[]>;
  /** Makes the card of a draft and gives its id. */
  create(letter: EdmsLetter): Promise<string>;
  /** Adds the text and the enclosure, as far as they are not there yet. */
  complete(id: string, letter: EdmsLetter): Promise<void>;
  read(id: string): Promise<DraftReading>;
}
