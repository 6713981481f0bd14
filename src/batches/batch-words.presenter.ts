import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Table, TableCell } from '../platform/tables/table.js';
import { TemplatesService } from '../platform/templates.service.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import type { ItemRow } from './batches.service.js';
import { type BatchKind, isDecided } from './batch-kind.js';

/** Says in words what became of an item; `templates/messages/batches.json`, `triage.json` and `certificates.json`. */
@Injectable()
export class BatchWordsPresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly verdicts: VerdictPresenter,
    @Inject(Config) private readonly config: Config,
  ) {}

  fileName(id: string): string {
    return `${this.say('table.fileName')} ${id.slice(0, 8)}`;
  }

  /** Sheet and columns of the result. */
  table(): Pick<Table, 'name' | 'columns'> {
    const column = (key: string, kind: 'text' | 'number' | 'date', width: number) => ({ header: this.say(`table.${key}`), kind, width });
    return {
      name: this.say('table.sheet'),
      columns: [column('place', 'number', 8), column('file', 'text', 30), column('row', 'number', 10), column('person', 'text', 34), column('organization', 'text', 40), column('thumbprint', 'text', 44), column('until', 'date', 14), column('kind', 'text', 34), column('route', 'text', 40), column('rule', 'text', 10), column('reason', 'text', 80), column('case', 'text', 16)],
    };
  }

  cells(item: ItemRow): TableCell[] {
    const { place, fileName, rowNumber, person, organization, thumbprint, facts, kind, verdict, caseNumber } = item;
    const reason = [this.reason(item), ...this.notes(item)].filter(Boolean).join(' ');
    return [place, fileName, rowNumber, person, organization, thumbprint, facts && new Date(facts.notAfter), this.kindLabel(kind), this.route(item), verdict?.decided ? verdict.ruleId : null, reason, caseNumber];
  }

  kindLabel(kind: BatchKind): string {
    return isDecided(kind) ? this.templates.message(`triage.categories.${kind}`) : this.say(`kinds.${kind}`);
  }

  route({ verdict }: ItemRow): string | null {
    return verdict?.decided ? this.templates.message(`triage.routes.${verdict.route}`, this.config) : null;
  }

  reason({ kind, refusal, verdict, sameAs }: ItemRow): string {
    if (verdict) return this.verdicts.present(verdict, this.config).reasons.join(' ');
    const certificates = `certificates.refusals.${refusal ?? ''}`;
    if (this.templates.hasMessage(certificates)) return this.templates.message(certificates);
    return this.say(`reasons.${refusal ?? kind}`, { place: sameAs ?? '' });
  }

  notes({ notes }: ItemRow): string[] {
    return notes.map((code) => {
      const [, field] = /^unclear-(.+)$/.exec(code) ?? [];
      return field ? this.say('notes.unclear', { field: this.say(`columns.${field}`) }) : this.say(`notes.${code}`);
    });
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`batches.${key}`, params);
  }
}
