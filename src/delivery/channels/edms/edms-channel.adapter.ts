import type { TemplatesService } from '../../../platform/templates.service.js';
import type { AttemptOutcome } from '../../attempt-outcome.js';
import type { EdmsSystemsService } from '../../edms-systems.service.js';
import type { LetterParcel, Parcel } from '../../parcel.js';
import type { Channel } from '../channel.js';
import { outwardLine } from '../mail-text.js';
import { searchThenMake } from '../service-desk/search-then-make.js';
import type { EdmsLetter } from './edms.js';

const SUBJECT_LIMIT = 250;

/** Drafts in the EDMS of the applicant's organisation: looked for by the case number before each try, then made. */
export class EdmsChannel implements Channel {
  readonly receipt = 'sent';
  readonly idempotent = false;
  readonly searches = true;
  readonly drafts = true;

  constructor(
    private readonly systems: EdmsSystemsService,
    private readonly templates: TemplatesService,
  ) {}

  async deliver(parcel: Parcel, _at: Date, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    if (parcel.kind !== 'letter') throw new Error(`an EDMS takes no ${parcel.kind}`);
    const edms = this.systems.of(parcel.organization.inn)?.edms;
    const letter = this.letter(parcel);
    if (!edms || letter === null) return { kind: 'refused', cause: { code: 'not-found', detail: null } };
    const system = {
      find: async () => (await edms.find(letter.caseNumber))[0],
      make: () => edms.create(letter),
      complete: (id: string) => edms.complete(id, letter),
    };
    return searchThenMake(system, beforeHandOver);
  }

  private letter({ caseNumber, organization: { name, inn }, files: [body, enclosure] }: LetterParcel): EdmsLetter | null {
    if (!body || !enclosure || inn === null) return null;
    const subject = outwardLine(this.templates.message('edms.subject', { number: caseNumber, organization: name }), SUBJECT_LIMIT);
    return { caseNumber, subject, inn, body, enclosure: { ...enclosure, subject: this.templates.message('edms.enclosure', { number: caseNumber }) } };
  }
}
