import { Injectable } from '@nestjs/common';
import type { EndingCertificate } from '../../expiry/expiry.queries.js';
import { EXPIRY_STEPS, type ExpiryStep } from '../../expiry/expiry-step.js';
import { russianDate } from '../../platform/russian-date.js';
import { pluralForm } from '../../platform/russian-plural.js';
import type { Table, TableCell } from '../../platform/tables/table.js';
import { TemplatesService } from '../../platform/templates.service.js';

const DAY = 86_400_000;
const COLUMNS = [['date', 14], ['text', 34], ['text', 14], ['text', 44], ['text', 28], ['text', 34], ['text', 14], ['text', 44]] as const;

/** Shapes ending certificates for their page and for a spreadsheet. */
@Injectable()
export class ExpiryPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** One line of the list. */
  line(row: EndingCertificate, now: Date): object {
    const { notAfter, person, organizationInn, organizationName, email, colleague, caseNumber } = row;
    const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY);
    const left = days < 1 ? this.say('ends.today') : this.say(`ends.${pluralForm(days)}`, { count: days });
    return { person, organizationInn, organizationName, email, colleague, caseNumber, ends: russianDate(notAfter), left, soon: days < 3, letters: this.letters(row) };
  }

  /** The steps to choose from. */
  steps(chosen: ExpiryStep): object[] {
    return EXPIRY_STEPS.map((value) => ({ value, selected: value === chosen }));
  }

  fileName(step: ExpiryStep): string {
    return this.say('file', { step });
  }

  /** No СНИЛС, no thumbprints. */
  table(rows: AsyncIterable<EndingCertificate>): Table {
    return { name: this.say('sheet'), columns: COLUMNS.map(([kind, width], index) => ({ header: this.say(`columns.${index + 1}`), kind, width })), rows: this.cells(rows) };
  }

  private async *cells(rows: AsyncIterable<EndingCertificate>): AsyncGenerator<TableCell[]> {
    for await (const row of rows) {
      const { notAfter, person, organizationInn, organizationName, email, colleague, caseNumber } = row;
      yield [notAfter, person, organizationInn, organizationName, email, colleague, caseNumber, this.letters(row).join('; ')];
    }
  }

  private letters({ sent, refused, email }: EndingCertificate): string[] {
    const said = sent.map(({ step, at, state }) => this.say(`sent.${state ?? 'cancelled'}`, { step, at: russianDate(at) }));
    return [...said, ...(refused ? [this.say('refused')] : []), ...(email === null ? [this.say('noEmail')] : [])];
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`expiry.${key}`, params);
  }
}
