import { Injectable } from '@nestjs/common';
import type { AccountRecord } from '../../accounts/account-record.js';
import { type Action, type Actor, can } from '../../accounts/policy.js';
import type { AnswerRecord } from '../../answers/answer-record.js';
import { CASE_OUTCOMES } from '../../cases/case-decision.js';
import type { DeskCaseView } from '../../cases/desk-case-view.js';
import { Config } from '../../config/config.js';
import { russianDate, russianDateTime } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CORRECTION_FIELDS, correctionForm } from './case-correction.js';

/** A posted form: strings by name. */
export type Typed = Record<string, string>;

/** An option of a list, the chosen one marked. */
interface Option {
  value: string;
  label: string;
  selected: boolean;
}

const CATEGORIES = [
  'user-missing',
  'duplicate-user',
  'user-blocked',
  'already-loaded',
  'owner-mismatch',
  'no-colleague',
  'import-error',
  'self-service',
  'needs-triage',
];
const ROUTES = ['letter-email', 'letter-edms', 'service-desk', 'self-help', 'operator'];
const DELIVERY_ROUTES = ['letter-email', 'letter-edms', 'service-desk'];
const CASE_ACTIONS: Action[] = ['take', 'assign', 'decide', 'answer', 'note', 'edit', 'retry', 'mark-arrived', 'reroute', 'resolve', 'reopen', 'merge'];

/** Who looks, and what he typed into which form if it came back. */
export interface Looking {
  me: Actor;
  assignee: string | null;
  assignees: AccountRecord[];
  /** Templates that may be put into an answer, the fitting ones first. */
  answers: AnswerRecord[];
  typed: Typed;
  form: string | null;
  /** Sentences of faults by field. */
  errorsAt: Record<string, string>;
}

/** Shapes a case for `templates/pages/desk/_case.hbs`. */
@Injectable()
export class CasePagePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  present(view: DeskCaseView, { me, assignee, assignees, answers, typed, form, errorsAt }: Looking): object {
    const may = Object.fromEntries(CASE_ACTIONS.map((action) => [camel(action), can(me, action, 'case')]));
    const at = (iso: string): string => russianDateTime(iso);
    return {
      ...view,
      may,
      mine: view.assigneeId === me.accountId,
      assignee,
      assignees: assignees.map(({ id, fullName, email }): Option => ({ value: id, label: fullName || email, selected: id === view.assigneeId })),
      answers: answers.map(({ id, title, category }) => ({ id, title, fits: category === view.category.code, category: category && this.templates.message(`triage.categories.${category}`) })),
      due: view.dueAt && at(view.dueAt),
      created: at(view.createdAt),
      validity: { from: russianDate(view.certificate.notBefore), to: russianDate(view.certificate.notAfter), code: view.certificate.validity },
      decision: view.decision && { ...view.decision, at: at(view.decision.at) },
      files: view.files.map((file) => ({ ...file, at: at(file.at), kilobytes: Math.max(1, Math.round(file.size / 1024)) })),
      deliveries: view.deliveries.map((delivery) => ({ ...delivery, ticket: delivery.ticket && { ...delivery.ticket, looked: delivery.ticket.lookedAt && at(delivery.ticket.lookedAt) }, log: delivery.log.map((attempt) => ({ ...attempt, at: at(attempt.at) })) })),
      timeline: view.timeline.map((entry) => ({ ...entry, at: at(entry.at), who: entry.by ?? this.templates.message(`desk-case.actors.${entry.actor}`) })),
      closable: view.open,
      reopenable: view.status.code === 'resolved' || view.status.code === 'cancelled',
      correctable: view.open && view.status.code !== 'sent',
      // A form that came back stands open with what was typed; the others start from the case.
      typed: { [form ?? 'none']: typed },
      opened: { [form ?? 'none']: true },
      ...this.correction(view, form === 'correct' ? typed : null, errorsAt),
      categories: this.options('triage.categories', CATEGORIES, typed['category'] ?? view.category.code),
      routes: this.options('triage.routes', ROUTES, typed['route'] ?? view.route.code),
      otherRoutes: this.options('triage.routes', DELIVERY_ROUTES.filter((route) => route !== view.route.code), typed['route'] ?? ''),
      outcomes: this.options('cases.outcomes', CASE_OUTCOMES.filter((outcome) => outcome !== 'merged'), typed['outcome'] ?? ''),
    };
  }

  /** The form that corrects the data, as typed or as the case has it. */
  private correction(view: DeskCaseView, typed: Typed | null, errorsAt: Record<string, string>): object {
    const values = typed ?? correctionForm(view);
    const groups = ['organization', 'contact', 'newUser'].map((group) => ({
      legend: this.templates.message(`desk-case.groups.${group}`),
      fields: CORRECTION_FIELDS.filter((name) => name.startsWith(`${group}.`) && name !== 'newUser.roles').map((name) => ({
        name,
        label: this.templates.message(`desk-case.labels.${name}`),
        value: values[name] ?? '',
        error: errorsAt[name] ?? null,
      })),
    }));
    return { correction: groups, correctionRoles: values['newUser.roles'], correctionDescription: values['description'] };
  }

  private options(words: string, values: readonly string[], selected: string): Option[] {
    return values.map((value) => ({ value, label: this.templates.message(`${words}.${value}`, this.config), selected: value === selected }));
  }
}

function camel(action: string): string {
  return action.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
