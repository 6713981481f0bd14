import { SHIPPED_CONSENT } from '../settings/consent.js';
import type { DataSource } from 'typeorm';
import type { CaseChangesService } from '../cases/case-changes.service.js';
import { caseRequestSchema } from '../cases/case-request.js';
import type { CasesService } from '../cases/cases.service.js';
import type { Operator, OperatorActionsService, Seen } from '../cases/operators/operator-actions.service.js';
import { readCertificate } from '../certificates/certificate-reader.js';
import type { AttemptOutcome } from '../delivery/attempt-outcome.js';
import type { DeliveryRunner } from '../delivery/delivery-runner.service.js';
import { toldFor, type CasePlan } from './case-plans.js';
import { certificateDer } from './certificate-der.js';
import type { Chance } from './chance.js';
import { inventPerson, type InventedBody } from './invented-people.js';
import { ANSWERS, DECISIONS, ISSUERS, NOTES, QUESTIONS, REPLIES } from './seed-texts.js';

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;
const MARGIN_MS = 10 * 60_000;

/** What the teller works with: the service's own hands, a clock that it sets, and the outcome of the next hand-over. */
export interface StoryTools {
  cases: CasesService;
  actions: OperatorActionsService;
  changes: CaseChangesService;
  runner: DeliveryRunner;
  dataSource: DataSource;
  setClock: (at: Date) => void;
  setOutcome: (outcome: AttemptOutcome) => void;
}

/** One case as it is told. */
interface Story {
  id: string;
  number: string;
  accessKey: string;
  at: number;
}

const ACCEPTED: AttemptOutcome = { kind: 'accepted', externalId: null };
const TROUBLES: readonly [AttemptOutcome, ...AttemptOutcome[]] = [
  { kind: 'refused', cause: { code: 'mailbox-full', detail: '552 5.2.2 Mailbox full' } },
  { kind: 'refused', cause: { code: 'too-large', detail: '552 5.3.4 Message size exceeds fixed limit' } },
  { kind: 'lost', cause: { code: 'cut-off', detail: null } },
  { kind: 'refused', cause: { code: 'rejected', detail: '550 5.7.1 Message rejected' } },
];
const PAUSES: readonly [AttemptOutcome, ...AttemptOutcome[]] = [
  { kind: 'deferred', cause: { code: 'deferred', detail: '451 4.7.1 Greylisted, try again later' } },
  { kind: 'deferred', cause: { code: 'no-connection', detail: null } },
];

/** Tells the story of a case through the services, each step at its own time in the past. */
export class StoryTeller {
  private people = 0;

  constructor(
    private readonly tools: StoryTools,
    private readonly bodies: readonly [InventedBody, ...InventedBody[]],
    private readonly operators: readonly [Operator, ...Operator[]],
    private readonly chance: Chance,
    private readonly now: Date,
  ) {}

  async tell(plan: CasePlan): Promise<void> {
    const story = await this.begin(plan);
    await this.deliver(story);
    switch (plan.kind) {
      case 'letter-email':
        return this.letter(story, plan);
      case 'letter-edms':
        return this.edms(story, plan);
      case 'already-loaded':
      case 'self-service':
        return this.selfHelp(story, plan);
      case 'triage':
        return this.triage(story, plan);
      case 'blocked':
      case 'import-error':
      case 'no-colleague':
        return this.work(story, plan, 'unblocked');
    }
  }

  private async begin(plan: CasePlan): Promise<Story> {
    this.tools.setClock(plan.at);
    const person = inventPerson((this.people += 1), this.chance);
    const body = this.chance.pick(this.bodies);
    const issued = new Date(plan.at.getTime() - this.chance.whole(1, 20) * DAY * MINUTE_MS);
    const notAfter = new Date(issued.getTime() + this.chance.whole(this.chance.isLucky(0.15) ? 30 : 300, 450) * DAY * MINUTE_MS);
    const certificate = await readCertificate(certificateDer({ person, body, issuer: this.chance.pick(ISSUERS), notBefore: issued, notAfter }), plan.at);
    if (!certificate.ok) throw new Error(`seeded certificate refused: ${certificate.kind}`);
    const { importResult, facts } = toldFor(plan, this.chance);
    const contact = { fullName: person.fullName, position: person.title, phone: person.phone, email: person.email };
    const { name, inn, ogrn, address, headPosition, headName } = body;
    const request = caseRequestSchema.parse({
      importResult,
      facts,
      organization: { name, inn, ogrn, address, headPosition, headName },
      contact,
      newUser: { ...contact, sameRolesAs: headName },
      description: this.chance.isLucky(0.25) ? this.chance.pick(REPLIES) : null,
      consent: { accepted: true, version: SHIPPED_CONSENT },
    });
    const { number, accessKey } = await this.tools.cases.create({ request, certificate, signedLetter: null, source: this.chance.isLucky(0.9) ? 'portal' : 'api', idempotencyKey: null });
    const [row] = await this.tools.dataSource.query<{ id: string }[]>('SELECT id FROM cases WHERE number = $1', [number]);
    return { id: row?.id ?? '', number, accessKey, at: plan.at.getTime() };
  }

  private async letter(story: Story, { end }: CasePlan): Promise<void> {
    if (end === 'awaiting-signed-letter') return;
    this.pass(story, 40, 20 * HOUR);
    if (end === 'cancelled') return this.cancel(story);
    const scan = await this.tools.cases.file(story.number, story.accessKey, 'letter.pdf');
    await this.tools.cases.attachSignedLetter(story.number, story.accessKey, { name: scan.fileName, bytes: scan.bytes }, null);
    if (end === 'queued' || this.chance.isLucky(0.2)) await this.deliver(story, this.chance.pick(PAUSES));
    if (end === 'queued') return this.putOff(story);
    this.pass(story, 3, 10);
    await this.deliver(story, end === 'delivery-problem' ? this.chance.pick(TROUBLES) : ACCEPTED);
    if (end !== 'delivery-problem') await this.finish(story, end, 'registered');
  }

  private async edms(story: Story, { end }: CasePlan): Promise<void> {
    if (end === 'awaiting-applicant') return;
    this.pass(story, HOUR, 2 * DAY);
    if (end === 'cancelled') return this.cancel(story);
    const date = new Date(story.at).toISOString().slice(0, 10);
    await this.tools.cases.registerInEdms(story.number, story.accessKey, { number: `01-${this.chance.whole(100, 999)}/${this.chance.whole(10, 99)}`, date });
    await this.deliver(story);
    await this.finish(story, end, 'registered');
  }

  private async selfHelp(story: Story, plan: CasePlan): Promise<void> {
    if (plan.end === 'self-help') return;
    this.pass(story, 10, 6 * HOUR);
    if (plan.end === 'cancelled') return this.cancel(story);
    if (plan.end === 'awaiting-operator' || this.chance.isLucky(0.25)) {
      await this.tools.cases.reportSelfHelpFailed(story.number, story.accessKey);
      return this.work(story, plan, 'solved');
    }
    await this.tools.cases.reportSolved(story.number, story.accessKey);
    await this.deliver(story);
    if (plan.end === 'closed') await this.close(story);
  }

  private async triage(story: Story, plan: CasePlan): Promise<void> {
    if (plan.end === 'cancelled') {
      this.pass(story, 30, 3 * HOUR);
      return this.cancel(story);
    }
    if (plan.end === 'awaiting-operator' || plan.end === 'awaiting-applicant' || this.chance.isLucky(0.3)) return this.work(story, plan, 'answered');
    this.pass(story, 15, 6 * HOUR);
    const operator = this.chance.pick(this.operators);
    await this.take(story, operator);
    this.pass(story, 5, 40);
    const { category, route, reason } = this.chance.pick(DECISIONS);
    await this.tools.actions.decide(await this.seen(story), { category, route, reason }, operator);
    await this.deliver(story);
    await this.finish(story, plan.end, route === 'service-desk' ? 'solved' : 'answered');
  }

  /** A ticket or a question of somebody: taken, noted, answered, brought to its end. */
  private async work(story: Story, { end }: CasePlan, outcome: string): Promise<void> {
    this.pass(story, 1, 3);
    await this.deliver(story);
    const isUntouched = end === 'awaiting-operator' && this.chance.isLucky(0.55);
    if (isUntouched) return;
    const operator = this.chance.pick(this.operators);
    this.pass(story, 10, 7 * HOUR);
    await this.take(story, operator);
    if (this.chance.isLucky(0.5)) await this.tools.actions.note(await this.seen(story), this.chance.pick(NOTES), operator);
    if (end === 'awaiting-operator') return;
    this.pass(story, 5, 2 * HOUR);
    if (end === 'awaiting-applicant' || this.chance.isLucky(0.3)) {
      await this.tools.actions.ask(await this.seen(story), this.chance.pick(QUESTIONS), operator);
      await this.deliver(story);
      if (end === 'awaiting-applicant') return;
      this.pass(story, 20, DAY);
      await this.tools.cases.addMessage(story.number, story.accessKey, this.chance.pick(REPLIES));
      this.pass(story, 10, 4 * HOUR);
    }
    await this.tools.actions.answer(await this.seen(story), this.chance.pick(ANSWERS), operator);
    await this.deliver(story);
    await this.finish(story, end, outcome);
  }

  private async finish(story: Story, end: CasePlan['end'], outcome: string): Promise<void> {
    if (end === 'sent') return;
    this.pass(story, 2 * HOUR, 3 * DAY);
    const operator = this.chance.pick(this.operators);
    await this.take(story, operator);
    await this.tools.actions.resolve(await this.seen(story), { outcome, text: this.chance.pick(ANSWERS) }, operator);
    await this.deliver(story);
    if (end === 'closed') await this.close(story);
  }

  private async close(story: Story): Promise<void> {
    this.pass(story, 5 * DAY, 7 * DAY);
    await this.tools.changes.change(story.id, { kind: 'service' }, null, async ({ move }) => move('closed'));
  }

  private async cancel(story: Story): Promise<void> {
    await this.tools.changes.change(story.id, { kind: 'service' }, null, async ({ move }) => move('cancelled'));
    await this.tools.dataSource.query(`UPDATE deliveries SET state = 'cancelled', next_attempt_at = NULL WHERE case_id = $1 AND state = 'pending'`, [story.id]);
  }

  private async take(story: Story, operator: Operator): Promise<void> {
    await this.tools.actions.take(await this.seen(story), operator);
  }

  private async seen({ id }: Story): Promise<Seen> {
    const [row] = await this.tools.dataSource.query<{ version: number }[]>('SELECT version FROM cases WHERE id = $1', [id]);
    return { id, version: row?.version ?? 0 };
  }

  /** Hands over what waits, each at its time; nothing leaves the machine. `outcome` is that of letters and tickets, notices always arrive. */
  private async deliver(story: Story, outcome: AttemptOutcome = ACCEPTED): Promise<void> {
    const tried: string[] = [];
    for (;;) {
      const waiting = await this.tools.dataSource.query<{ id: string; channel: string; at: Date }[]>(
        `SELECT id, channel, next_attempt_at AS at FROM deliveries
          WHERE case_id = $1 AND state = 'pending' AND next_attempt_at IS NOT NULL AND id <> ALL ($2) ORDER BY channel = 'notice', created_at`,
        [story.id, tried],
      );
      if (waiting.length === 0) return;
      this.pass(story, 0, 1);
      for (const { id, channel, at } of waiting) {
        story.at = Math.max(story.at, at.getTime());
        this.tools.setClock(new Date(story.at));
        this.tools.setOutcome(channel === 'notice' ? ACCEPTED : outcome);
        await this.tools.runner.attempt(id);
        tried.push(id);
      }
    }
  }

  /** A letter that still waits is tried by nobody here: its next time lies after the evening on which the desk is looked at. */
  private async putOff({ id }: Story): Promise<void> {
    const at = new Date(this.now.getTime() + this.chance.whole(20 * HOUR, 60 * HOUR) * 60_000);
    await this.tools.dataSource.query(`UPDATE deliveries SET next_attempt_at = $2 WHERE case_id = $1 AND state = 'pending'`, [id, at]);
  }

  /** Some minutes go by, but not up to the present: what is handed over next still needs its moments. */
  private pass(story: Story, from: number, to: number): void {
    const passed = this.chance.whole(from * 60, to * 60) * 1_000;
    story.at = Math.max(story.at, Math.min(story.at + passed, this.now.getTime() - MARGIN_MS));
    this.tools.setClock(new Date(story.at));
  }
}
