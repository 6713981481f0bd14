import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Table, TableCell } from '../platform/tables/table.js';
import { TemplatesService } from '../platform/templates.service.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import type { Route } from '../triage/verdict.js';
import { saidOf } from './batch-answers.js';
import type { CommonAnswers } from './batch-row.js';
import type { ItemRow } from './batches.service.js';
import { type BatchKind, isDecided } from './batch-kind.js';

/** What was said of an item, in the order of the result. */
const ANSWERS = ['previouslyLoaded', 'withOwner', 'errorText', 'userRegistered', 'userBlocked', 'currentCertificateValid', 'colleagueCanImport', 'signsDocuments', 'loginFailed', 'edms'] as const;
const COUNTERS: ReadonlySet<string> = new Set(['previouslyLoaded', 'withOwner']);

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

  lettersName(id: string): string {
    return `${this.say('lettersFileName')} ${id.slice(0, 8)}.zip`;
  }

  /** What the letter of a case is called among others. */
  letterName(number: string): string {
    return this.templates.message('cases.files.letter', { number, extension: 'pdf' });
  }

  /** Sheet and columns of the result. */
  table(): Pick<Table, 'name' | 'columns'> {
    const column = (key: string, kind: 'text' | 'number' | 'date', width: number) => ({ header: this.say(`table.${key}`), kind, width });
    return {
      name: this.say('table.sheet'),
      columns: [column('place', 'number', 8), column('file', 'text', 30), column('row', 'number', 10), column('person', 'text', 34), column('organization', 'text', 40), column('thumbprint', 'text', 44), column('until', 'date', 14), column('kind', 'text', 34), column('route', 'text', 40), column('rule', 'text', 10), column('reason', 'text', 80), column('case', 'text', 16), ...ANSWERS.map((field) => column(`answers.${field}`, COUNTERS.has(field) ? 'number' : 'text', 18))],
    };
  }

  /** `common`: the batch's answers for all. */
  cells(item: ItemRow, common: CommonAnswers): TableCell[] {
    const { place, fileName, rowNumber, person, organization, thumbprint, facts, kind, verdict, decision, caseNumber } = item;
    const reason = [this.reason(item), ...this.notes(item)].filter(Boolean).join(' ');
    return [place, fileName, rowNumber, person, organization, thumbprint, facts && new Date(facts.notAfter), this.kindLabel(kind), this.route(item), verdict?.decided && !decision ? verdict.ruleId : null, reason, caseNumber, ...this.answers(item, common)];
  }

  /** What triage was given of a certificate; of what is not known nothing is written. */
  private answers(item: ItemRow, common: CommonAnswers): TableCell[] {
    if (item.verdict === null) return ANSWERS.map(() => null);
    const { importResult, facts } = saidOf(item, common);
    const said = { ...importResult, ...facts };
    return ANSWERS.map((field) => {
      const value = said[field] ?? null;
      if (typeof value === 'number' || field === 'errorText') return value;
      return value === null || value === 'unknown' || value === 'none' ? null : this.say(`answers.${value}`);
    });
  }

  kindLabel(kind: BatchKind): string {
    return isDecided(kind) ? this.templates.message(`triage.categories.${kind}`) : this.say(`kinds.${kind}`);
  }

  route({ verdict, decision }: ItemRow): string | null {
    const route = decision?.route ?? (verdict?.decided ? verdict.route : null);
    return route && this.routeLabel(route);
  }

  routeLabel(route: Route): string {
    return this.templates.message(`triage.routes.${route}`, this.config);
  }

  reason({ kind, refusal, verdict, decision, sameAs, notes }: ItemRow): string {
    if (decision) return this.say('reasons.decided', { reason: decision.reason });
    const [why] = kind === 'no-file' ? notes : [];
    if (why) return this.say(`notes.${why}`);
    if (verdict) return this.verdicts.present(verdict, this.config).reasons.join(' ');
    const certificates = `certificates.refusals.${refusal ?? ''}`;
    if (this.templates.hasMessage(certificates)) return this.templates.message(certificates);
    return this.say(`reasons.${refusal ?? kind}`, { place: sameAs ?? '' });
  }

  /** What is to be known besides; of a row without a file its note is the reason. */
  notes({ kind, notes }: ItemRow): string[] {
    if (kind === 'no-file') return [];
    return notes.map((code) => {
      const [, field] = /^unclear-(.+)$/.exec(code) ?? [];
      return field ? this.say('notes.unclear', { field: this.say(`columns.${field}`) }) : this.say(`notes.${code}`);
    });
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`batches.${key}`, params);
  }
}
