import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needsLetter } from '../cases/case-requirements.js';
import type { CaseRequest } from '../cases/case-request.js';
import type { CertificateReading } from '../certificates/certificate-facts.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import type { InputFault } from '../platform/domain-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { soughtPerson } from '../directory/sought-person.js';
import { TriageService } from '../triage/triage.service.js';
import { triage } from '../triage/triage.js';
import type { Route, TriageInput, Verdict } from '../triage/verdict.js';
import { type Answers, completed, importKind, importResultFrom, typed, withoutKeys } from './answers.js';
import { checkRequest, detailFields, importFaults, NEW_USER_FIELDS, ORGANIZATION_FIELDS, requestFrom } from './details.js';
import { DRAFT_COOKIE } from './draft-cookie.adapter.js';
import { type Draft, DraftService } from './draft.service.js';
import { PageService } from './page.service.js';
import { NOTHING_SAID, mayOpen, nextStep, stepBefore, walkQuestions, type WizardQuestion, type WizardStep } from './wizard-steps.js';

/** Everything a page of the wizard may need to know. */
export interface Wizard {
  draft: Draft;
  certificate: Extract<CertificateReading, { ok: true }>;
  /** As typed. */
  answers: Answers;
  /** As typed, gaps filled from the certificate and from «это я». */
  completed: Answers;
  input: TriageInput;
  verdict: Verdict;
  questions: WizardQuestion[];
  /** Where the verdict leads; the operator's while there is none. */
  route: Route;
  /** The request as it stands, once nothing is wrong with it. */
  request: CaseRequest | null;
  faults: InputFault[];
  steps: WizardStep[];
}

/** Where somebody stands in the wizard: derived anew from the draft for every page. */
@Injectable()
export class WizardService {
  constructor(
    private readonly drafts: DraftService,
    private readonly certificates: CertificatesService,
    private readonly triage: TriageService,
    private readonly pages: PageService,
    private readonly settings: SettingsService,
  ) {}

  /** The draft of this browser, if it still lives. */
  async draftOf(request: FastifyRequest): Promise<Draft | null> {
    const token = request.cookies[DRAFT_COOKIE];
    return token ? this.drafts.find(token) : null;
  }

  /**
   * The wizard at one page. When the page cannot be shown (no draft, a case was made already, an earlier page is not done),
   * the answer is a redirect to the page that can, and `null`.
   */
  async enter(request: FastifyRequest, reply: FastifyReply, path: string): Promise<Wizard | null> {
    const draft = await this.draftOf(request);
    if (draft?.caseLink) return this.instead(reply, '/done');
    const wizard = draft && (await this.load(draft));
    if (!wizard) return this.instead(reply, '/?lost=1');
    return mayOpen(wizard.steps, path) ? wizard : this.instead(reply, nextStep(wizard.steps));
  }

  /** Saves what was typed and gives the wizard as it is then. */
  async answer(wizard: Wizard, answers: Answers): Promise<Wizard> {
    await this.drafts.saveAnswers(wizard.draft.id, withoutKeys(answers));
    return (await this.load({ ...wizard.draft, answers: { ...wizard.answers, ...answers } })) ?? wizard;
  }

  /** Reads everything there is to know from a draft; `null` without a certificate. */
  async load(draft: Draft): Promise<Wizard | null> {
    if (!draft.certificate) return null;
    const certificate = await this.certificates.inspect(draft.certificate);
    if (!certificate.ok) return null;
    const { answers } = draft;
    const importResult = importFaults(answers).length === 0 ? importResultFrom(answers) : null;
    const all = completed(answers, certificate.facts);
    const { input: { directory }, rules } = await this.triage.study({ importResult, facts: NOTHING_SAID }, soughtPerson(certificate, saidOf(all)));
    const { questions, facts } = walkQuestions({ importResult, directory }, answers, rules);
    const input = { importResult, facts, directory };
    const verdict = triage(input, rules);
    const route = verdict.decided ? verdict.route : 'operator';
    const checked = this.check(all, route, input);
    const base = { draft, certificate, answers, completed: all, input, verdict, questions, route, ...checked };
    return { ...base, steps: stepsOf(base) };
  }

  /** Completed answers as a request, or what is wrong with them. */
  check(answers: Answers, route: Route, { importResult, facts }: Pick<TriageInput, 'importResult' | 'facts'>): ReturnType<typeof checkRequest> {
    return checkRequest(answers, route, requestFrom(answers, route, importResult, facts, this.settings.consent.version));
  }

  back(wizard: Wizard, path: string): string | null {
    return stepBefore(wizard.steps, path);
  }

  next(wizard: Wizard): string {
    return nextStep(wizard.steps);
  }

  private instead(reply: FastifyReply, path: string): null {
    this.pages.redirect(reply, path);
    return null;
  }
}

/** What «Продолжить» on the verdict agrees to: another rule or way has to be seen again, another document system has not. */
export function verdictMark(verdict: Verdict): string {
  if (!verdict.decided) return '';
  return `${verdict.ruleId}/${needsLetter(verdict.route) ? 'letter' : verdict.route}`;
}

/** What was typed so far about the certificate's owner. */
function saidOf(all: Answers): Parameters<typeof soughtPerson>[1] {
  const said = (name: string) => typed(all, name) || null;
  return {
    organization: { inn: said('organization.inn')?.replace(/\s/g, '') ?? null, name: said('organization.name') },
    contact: { fullName: typed(all, 'contact.fullName'), email: typed(all, 'contact.email') },
  };
}

function stepsOf(wizard: Omit<Wizard, 'steps'>): WizardStep[] {
  const { answers, verdict, route, faults } = wizard;
  const flawless = (fields: readonly string[]) => !faults.some(({ path }) => fields.includes(path));
  const letter = needsLetter(route);
  const seen = verdict.decided && typed(answers, 'verdict.seen') === verdictMark(verdict) && (!letter || 'facts.edms' in answers);
  return [
    { path: '/', done: true },
    { path: '/import-result', done: importKind(answers) !== null && importFaults(answers).length === 0 },
    ...wizard.questions.map(({ slug, answered }) => ({ path: `/questions/${slug}`, done: answered })),
    { path: '/verdict', done: seen },
    { path: '/details', done: 'contact.fullName' in answers && flawless(detailFields(route)) },
    ...(letter
      ? [
          { path: '/organization', done: 'organization.headName' in answers && flawless(ORGANIZATION_FIELDS) },
          { path: '/new-user', done: 'newUser.roles' in answers && flawless(NEW_USER_FIELDS) },
        ]
      : []),
    { path: '/check', done: false },
  ];
}
