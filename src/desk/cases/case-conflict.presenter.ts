import { Injectable } from '@nestjs/common';
import type { DeskCaseView, DeskTimelineEntry } from '../../cases/operators/desk-case-view.js';
import { russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import type { FieldConflict, Typed } from './case-correction.js';

/** A form that was not saved, because the case had changed or did not fit any more. */
export interface Unsaved {
  form: string;
  typed: Typed;
  /** Whether the page still has this form: then what was typed stands in it. */
  formShown: boolean;
  /** Fields on which two corrections differ. */
  conflicts: FieldConflict[];
}

/** Forms whose words somebody has written, and in which field. */
const WRITTEN: Record<string, string> = { note: 'text', answer: 'text', resolve: 'text', reopen: 'text', decide: 'reason' };

/** Says what happened meanwhile and keeps what was typed beside it. */
@Injectable()
export class CaseConflictPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** Both versions of a case: what happened since the operator saw it, and what he wanted. */
  conflict(view: DeskCaseView, { form, typed, formShown, conflicts }: Unsaved): object {
    return {
      news: this.news(view, typed['last'] ?? ''),
      form: formShown ? form : null,
      kept: this.kept({ form, typed, formShown }),
      rows: conflicts.map(({ name, was, mine, now, whose }) => {
        const shown = (value: string): string => value || this.templates.message('desk-case.conflict.empty');
        return {
          label: this.templates.message(`desk-case.fieldNames.${name}`),
          ...{ was: shown(was), mine: shown(mine), now: shown(now) },
          verdict: this.templates.message(`desk-case.conflict.whose.${whose}`),
        };
      }),
    };
  }

  /** What was written into a form that the page does not have any more: it is shown, so that it can be copied. */
  kept({ form, typed, formShown }: Pick<Unsaved, 'form' | 'typed' | 'formShown'>): string | null {
    const field = WRITTEN[form];
    return (!formShown && field && typed[field]?.trim()) || null;
  }

  /** What happened after the event `after`, the oldest first. */
  news({ timeline }: DeskCaseView, after: string): object[] {
    if (!/^\d{1,18}$/.test(after)) return [];
    return timeline
      .filter(({ id }) => BigInt(id) > BigInt(after))
      .reverse()
      .map((entry) => ({ at: russianMoment(entry.at), who: this.who(entry), text: entry.text, details: entry.details }));
  }

  /** Whose deed it is. */
  who({ by, actor }: Pick<DeskTimelineEntry, 'by' | 'actor'>): string {
    return by ?? this.templates.message(`desk-case.actors.${actor}`);
  }
}
