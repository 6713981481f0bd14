import { Injectable } from '@nestjs/common';
import type { AccountRecord } from '../../accounts/account-record.js';
import { type Action, type Actor, can } from '../../accounts/policy.js';
import type { AnswerRecord } from '../../answers/answer-record.js';
import { CASE_OUTCOMES } from '../../cases/case-decision.js';
import type { OpenUndo } from '../../cases/operators/case-undo.service.js';
import type { DeskCaseView } from '../../cases/operators/desk-case-view.js';
import { Config } from '../../config/config.js';
import { russianDate, russianDateTime, russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CATEGORIES } from '../../triage/verdict.js';
import { CaseConflictPresenter } from './case-conflict.presenter.js';
import { CORRECTION_FIELDS, correctionForm, mergeCorrection, type Typed } from './case-correction.js';

/** An option of a list, the chosen one marked. */
interface Option {
  value: string;
  label: string;
  selected: boolean;
}

const ROUTES = ['letter-email', 'letter-edms', 'service-desk', 'self-help', 'operator'];
const DELIVERY_ROUTES = ['letter-email', 'letter-edms', 'service-desk'];
const CASE_ACTIONS: Action[] = ['take', 'assign', 'decide', 'answer', 'note', 'edit', 'retry', 'mark-arrived', 'reroute', 'resolve', 'reopen', 'merge', 'undo'];

/** Who looks, what he could take back, and what he typed into which form if it came back. */
export interface Looking {
  me: Actor;
  assignee: string | null;
  assignees: AccountRecord[];
  /** Templates that may be put into an answer, the fitting ones first. */
  answers: AnswerRecord[];
  undo: OpenUndo | null;
  typed: Typed;
  form: string | null;
  /** Code of the error that the form came back with. */
  refusal: string | null;
  /** Sentences of faults by field. */
  errorsAt: Record<string, string>;
  now: Date;
}

/** Shapes a case for `templates/pages/desk/_case.hbs`. */
@Injectable()
export class CasePagePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly config: Config,
    private readonly conflicts: CaseConflictPresenter,
  ) {}

  present(view: DeskCaseView, looking: Looking): object {
    const { me, assignee, assignees, answers, typed, form } = looking;
    const may = Object.fromEntries(CASE_ACTIONS.map((action) => [camel(action), can(me, action, 'case')]));
    const at = (iso: string): string => russianDateTime(iso);
    const reopenable = view.status.code === 'resolved' || view.status.code === 'cancelled';
    const correctable = view.open && view.status.code !== 'sent';
    return {
      ...view,
      may,
      last: view.timeline[0]?.id ?? '0',
      mine: view.assigneeId === me.accountId,
      assignee,
      assignees: assignees.map(({ id, fullName, email }): Option => ({ value: id, label: fullName || email, selected: id === view.assigneeId })),
      answers: answers.map(({ id, title, category }) => ({ id, title, fits: category === view.category.code, category: category && this.templates.message(`triage.categories.${category}`) })),
      created: at(view.createdAt),
      validity: { from: russianDate(view.certificate.notBefore), to: russianDate(view.certificate.notAfter), code: view.certificate.validity },
      decision: view.decision && { ...view.decision, at: at(view.decision.at) },
      files: view.files.map((file) => ({ ...file, at: at(file.at), kilobytes: Math.max(1, Math.round(file.size / 1024)), isPdf: file.shown === 'pdf' })),
      formerLetters: view.formerLetters.map(({ version, at: replaced }) => ({ version, at: at(replaced) })),
      deliveries: view.deliveries.map((delivery) => ({ ...delivery, ...this.delivery(delivery), log: delivery.log.map((attempt) => ({ ...attempt, at: at(attempt.at) })) })),
      timeline: view.timeline.map((entry) => ({ ...entry, at: at(entry.at), who: this.conflicts.who(entry) })),
      lookalikes: view.lookalikes.map((found) => ({ ...found, created: russianDate(found.createdAt), offered: !found.merged && view.open })),
      ...this.terms(view),
      undo: looking.undo && this.undo(looking.undo, looking.now),
      closable: view.open,
      reopenable,
      correctable,
      // A form that came back stands open with what was typed; the others start from the case.
      typed: { [form ?? 'none']: typed },
      opened: { [form ?? 'none']: true },
      ...this.forms(view, looking, form === 'reopen' ? reopenable : form === 'correct' ? correctable : form === 'note' || view.open),
      categories: this.options('triage.categories', CATEGORIES, typed['category'] ?? view.category.code),
      routes: this.options('triage.routes', ROUTES, typed['route'] ?? view.route.code),
      otherRoutes: this.options('triage.routes', DELIVERY_ROUTES.filter((route) => route !== view.route.code), typed['route'] ?? ''),
      outcomes: this.options('cases.outcomes', CASE_OUTCOMES.filter((outcome) => outcome !== 'merged'), typed['outcome'] ?? ''),
    };
  }

  /** The form that corrects the data, as typed or as the case has it; and what came between. */
  private forms(view: DeskCaseView, { typed, form, refusal, errorsAt }: Looking, formShown: boolean): object {
    const now = correctionForm(view);
    const changed = refusal === 'changed-meanwhile';
    const merged = form === 'correct' && changed ? mergeCorrection(typed, now) : null;
    const values = merged?.values ?? (form === 'correct' ? typed : now);
    const groups = ['organization', 'contact', 'newUser'].map((group) => ({
      legend: this.templates.message(`desk-case.groups.${group}`),
      fields: CORRECTION_FIELDS.filter((name) => name.startsWith(`${group}.`) && name !== 'newUser.roles').map((name) => ({
        name,
        label: this.templates.message(`desk-case.labels.${name}`),
        value: values[name] ?? '',
        error: errorsAt[name] ?? null,
      })),
    }));
    return {
      correction: groups,
      correctionRoles: values['newUser.roles'],
      correctionDescription: values['description'],
      // What the fields held when the form was opened; after a conflict the present version counts as seen.
      correctionWas: CORRECTION_FIELDS.map((name) => ({ name, value: (form === 'correct' && !changed ? typed[`was:${name}`] : now[name]) ?? '' })),
      conflict: form && changed ? this.conflicts.conflict(view, { form, typed, formShown, conflicts: merged?.conflicts ?? [] }) : null,
      kept: form && refusal && !changed ? this.conflicts.kept({ form, typed, formShown }) : null,
    };
  }

  private terms({ deadlines }: DeskCaseView): object {
    const terms = deadlines.map((deadline) => ({
      ...deadline,
      tone: deadline.state === 'overdue' ? 'bad' : deadline.warning ? 'warn' : 'calm',
      sum: deadline.sum.map((row) => ({ ...row, from: russianMoment(row.from), to: russianMoment(row.to), stands: row.minutes === '' })),
    }));
    // In the head stands what is running, late or near its end; what is done or waits for others is further down.
    return { terms, headTerms: terms.filter(({ state, tone }) => state === 'running' || tone === 'bad') };
  }

  private delivery({ nextAttemptAt, state, attempts, ticket }: DeskCaseView['deliveries'][number]): object {
    const next = state === 'pending' && nextAttemptAt ? this.templates.message(`desk-case.next.${attempts > 0 ? 'again' : 'first'}`, { at: russianDateTime(nextAttemptAt) }) : null;
    const looked = ticket && { ...ticket, looked: ticket.lookedAt && russianMoment(ticket.lookedAt) };
    return { next, ticket: looked, isUncertain: state === 'uncertain', tone: state === 'failed' || state === 'uncertain' ? 'bad' : state === 'sent' ? 'ok' : 'calm' };
  }

  private undo({ action, leavesAt }: OpenUndo, now: Date): object {
    const seconds = leavesAt === null ? null : Math.max(1, Math.ceil((Date.parse(leavesAt) - now.getTime()) / 1000));
    const words = this.templates.message('desk-case.undo.last', { action: this.templates.message(`cases.undoable.${action}`) });
    return { words, seconds, leaves: seconds && this.templates.message('desk-case.undo.leaves', { seconds }) };
  }

  private options(words: string, values: readonly string[], selected: string): Option[] {
    return values.map((value) => ({ value, label: this.templates.message(`${words}.${value}`, this.config), selected: value === selected }));
  }
}

function camel(action: string): string {
  return action.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
