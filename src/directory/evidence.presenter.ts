import { Injectable } from '@nestjs/common';
import { russianDate } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { AccountEvidence, DirectoryAnswer, EvidenceField } from './directory-answer.js';
import type { EvidenceView } from './evidence-view.js';

/** Words for what the directory said of a person. For operators only. */
@Injectable()
export class EvidencePresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** `null`: the directory was not asked or did not answer. */
  present(answer: DirectoryAnswer | null): EvidenceView[] {
    if (!answer?.asOf) return [{ title: this.word('titles.notAsked'), rows: [] }];
    const asOf = russianDate(answer.asOf);
    if (answer.accounts.length === 0) return [{ title: this.word('titles.nobody', { asOf }), rows: [] }];
    return [{ title: this.word('titles.asked', { asOf }), rows: [] }, ...answer.accounts.map((account) => this.account(account))];
  }

  /** One account with its evidence. */
  account({ login, strength, blocked, fields }: AccountEvidence): EvidenceView {
    const title = this.word('titles.account', { login: login ?? this.word('titles.noLogin'), strength: this.word(`strengths.${strength}`), blocked });
    return { title, rows: fields.map((line) => this.line(line)) };
  }

  private line(line: EvidenceField): EvidenceView['rows'][number] {
    const [certificate, directory] = line.field === 'certificate' ? this.bound(line) : [this.value(line, line.certificate), this.value(line, line.directory)];
    return { field: this.word(`fields.${line.field}`), certificate, directory, verdict: this.word(`verdicts.${line.verdict}`) };
  }

  private bound({ verdict }: EvidenceField): [string, string] {
    const directory = verdict === 'absent' ? 'empty' : verdict === 'same' ? 'certificates.bound' : 'certificates.others';
    return [this.word('certificates.this'), this.word(directory)];
  }

  private value({ field }: EvidenceField, value: string | null): string {
    if (value === null) return this.word('empty');
    return field === 'snils' ? this.word('snils', { tail: value }) : value;
  }

  private word(key: string, params?: object): string {
    return this.templates.message(`directory-match.${key}`, params);
  }
}
