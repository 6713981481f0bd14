import { Injectable } from '@nestjs/common';
import { TemplatesService } from '../platform/templates.service.js';
import type { QuestionView, VerdictView } from './verdict-view.js';
import type { FactPath, Verdict } from './verdict.js';

export type { QuestionView, VerdictView } from './verdict-view.js';

/** Where letters and tickets go, as named in sentences, and whether a letter waits for its signed scan; all come from the settings. */
export interface Destinations {
  agencyEmail: string;
  serviceDeskUrl: string;
  letterSignatureRequired: boolean;
}

/** What takes the place of a step where letters go unsigned; none is left out. */
const UNSIGNED: Readonly<Record<string, string | null>> = { 'nextSteps.signAndScan': null, 'nextSteps.uploadScan': 'unsigned.letterGoes' };

/** Shapes a verdict to the public contract; the words live in `templates/messages/triage.json`. */
@Injectable()
export class VerdictPresenter {
  constructor(private readonly templates: TemplatesService) {}

  present(verdict: Verdict, destinations: Destinations): VerdictView {
    const say = (key: string) => this.templates.message(`triage.${key}`, destinations);
    if (verdict.decided) {
      const { ruleId, ruleVersion, category, route } = verdict;
      return { ruleId, ruleVersion, category, route, reasons: [say(verdict.reason)], nextSteps: stepsOf(verdict, destinations).map(say), missing: [], questions: [] };
    }
    const { missing } = verdict;
    const reasons = verdict.contradiction ? [verdict.reason] : [verdict.reason, ...missing.map((path) => `missing.${path}`)];
    return { ruleId: null, ruleVersion: null, category: null, route: null, reasons: reasons.map(say), nextSteps: [], missing, questions: this.questions(missing) };
  }

  /** Words for facts to be asked, in the given order. */
  questions(paths: readonly FactPath[]): QuestionView[] {
    return paths.map((path) => {
      const hint = `triage.questions.${path}.hint`;
      return { path, text: this.templates.message(`triage.questions.${path}.text`), ...(this.templates.hasMessage(hint) && { hint: this.templates.message(hint) }) };
    });
  }
}

function stepsOf({ nextSteps }: { nextSteps: string[] }, { letterSignatureRequired }: Destinations): string[] {
  if (letterSignatureRequired) return nextSteps;
  return nextSteps.flatMap((step) => (step in UNSIGNED ? (UNSIGNED[step] ?? []) : step));
}
