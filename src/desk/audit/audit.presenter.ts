import { Injectable } from '@nestjs/common';
import { AUDIT_ACTIONS } from '../../accounts/audit-actions.js';
import type { AuditRow } from '../../accounts/audit.queries.js';
import { DEADLINE_RULES } from '../../deadlines/deadline-rules.js';
import { DeadlinePresenter } from '../../deadlines/deadline.presenter.js';
import { russianDateTime } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { calendarYearOf } from '../../settings/setting-record.js';

/** An entry in words. */
export interface AuditLine {
  id: string;
  at: string;
  who: string;
  email: string;
  what: string;
  subject: string;
}

/** Subjects whose id says nothing to people. */
const WITHOUT_NAME = new Set(['log', 'incident', 'answer', 'directory', 'directory-token', 'webhook']);

/** Says entries of the audit log in Russian; the sentences live in `templates/messages/audit.json`. */
@Injectable()
export class AuditPresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly durations: DeadlinePresenter,
  ) {}

  line(row: AuditRow): AuditLine {
    const stranger = row.action === 'account.made-by-settings' || !row.action.startsWith('account.') ? 'service' : 'stranger';
    return {
      id: row.id,
      at: russianDateTime(row.at),
      who: row.actorName ?? this.say(stranger),
      email: row.actorEmail ?? '',
      what: this.what(row),
      subject: this.subject(row),
    };
  }

  /** Actions to choose from, by group. */
  choices(selected: string): object[] {
    const groups = [...new Set(AUDIT_ACTIONS.map((action) => action.split('.')[0] ?? ''))];
    return groups.map((group) => ({
      value: group,
      label: this.say(`groups.${group}`),
      selected: group === selected,
      actions: AUDIT_ACTIONS.filter((action) => action.startsWith(`${group}.`)).map((action) => ({ value: action, label: this.sentence(action, { version: '…' }), selected: action === selected })),
    }));
  }

  private what({ action, subject, details }: AuditRow): string {
    const { role, step } = details;
    const change = action === 'settings.changed' ? this.change(subject, details) : null;
    return this.sentence(action, {
      ...details,
      ...(change && { change }),
      ...(role && { role: this.known(`desk.roles.${role}`, String(role)) }),
      ...(step && { step: this.known(`audit.steps.${step}`, String(step)) }),
    });
  }

  /** What the details of a changed setting say, if they say something. */
  private change(subject: string, details: AuditRow['details']): string {
    if ('before' in details) return this.say('change.values', this.choiceWords(subject, details));
    if ('consent' in details) return this.say('change.consent', details);
    if ('daysOff' in details) return this.say('change.calendar', details);
    const terms = DEADLINE_RULES.flatMap(({ id, term }) => {
      const [before, after] = String(details[id] ?? '').split(' → ').map(Number);
      return before && after ? [this.say('change.term', { id, term: this.templates.message(`deadlines.terms.${term}`), before: this.durations.duration(before), after: this.durations.duration(after) })] : [];
    });
    const percent = details['warningPercent'];
    return [...terms, ...(percent ? [this.say('change.warningPercent', { value: percent })] : [])].join('; ');
  }

  private choiceWords(subject: string, { before, after }: AuditRow['details']): object {
    const word = (value: unknown) => this.known(`settings.rows.${subject.replace('setting:', '')}.choices.${String(value)}`, String(value));
    return { before: word(before), after: word(after) };
  }

  private subject({ subject, subjectName }: AuditRow): string {
    const [kind = '', id = ''] = subject.split(/:(.*)/s);
    if (subjectName !== null) return subjectName;
    if (kind === 'queue') return this.say('subjects.queue', { name: this.known(`queues.names.${id}`, id) });
    if (WITHOUT_NAME.has(kind)) return this.say(`subjects.${kind}`);
    if (kind === 'rule') return this.say('subjects.rule', { rule: id });
    if (kind === 'period') return this.say('subjects.period', { from: id });
    if (kind !== 'setting') return id;
    const year = calendarYearOf(id);
    if (year !== null) return this.say('subjects.calendar', { year });
    return this.known(`audit.subjects.${id}`, this.known(`settings.rows.${id}.label`, id));
  }

  private sentence(action: string, params: object): string {
    return this.known(`audit.actions.${action}`, action, params);
  }

  private known(key: string, otherwise: string, params: object = {}): string {
    return this.templates.hasMessage(key) ? this.templates.message(key, params) : otherwise;
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`audit.${key}`, params);
  }
}
