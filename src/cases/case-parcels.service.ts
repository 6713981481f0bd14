import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Raw, type Repository } from 'typeorm';
import { personOf } from '../certificates/owner-name.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { DeliveryHost } from '../delivery/delivery-host.service.js';
import { DeliveryOwnersService } from '../delivery/delivery-owners.service.js';
import type { CaseDelivery, DeliveryRecord } from '../delivery/delivery-record.js';
import { DeliveryPresenter } from '../delivery/delivery.presenter.js';
import type { TicketNews } from '../delivery/ticket-watch.js';
import type { NoticeKind, Parcel, ParcelFile } from '../delivery/parcel.js';
import { ClockService } from '../platform/clock.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import { CaseFailoverService } from './case-failover.service.js';
import { CaseEdmsService } from './case-edms.service.js';
import { CaseTicketsService } from './case-tickets.service.js';
import type { CaseEventName } from './case-events.js';
import { CaseFilesService } from './case-files.service.js';
import { canMove, type CaseStatus } from './case-status.js';
import { Case, CaseEvent } from './case.entity.js';
import { CasePresenter } from './case.presenter.js';
import { JointLettersService } from './joint-letters.service.js';
import { ticketDetails } from './ticket-details.js';

/** What the cases tell the deliveries, and what they make of how a delivery ended. */
@Injectable()
export class CaseParcelsService implements DeliveryHost<CaseDelivery> {
  constructor(
    @InjectRepository(Case) private readonly cases: Repository<Case>,
    @InjectRepository(CaseEvent) private readonly events: Repository<CaseEvent>,
    private readonly files: CaseFilesService,
    private readonly deliveries: DeliveriesService,
    private readonly presenter: CasePresenter,
    private readonly sentences: DeliveryPresenter,
    private readonly templates: TemplatesService,
    private readonly deadlines: CaseDeadlinesService,
    private readonly failover: CaseFailoverService,
    private readonly tickets: CaseTicketsService,
    private readonly edms: CaseEdmsService,
    private readonly herald: CaseHeraldService,
    private readonly shared: JointLettersService,
    private readonly clock: ClockService,
    owners: DeliveryOwnersService,
  ) {
    owners.registerForCases(this);
  }

  async parcel(delivery: CaseDelivery): Promise<Parcel | null> {
    const row = await this.cases.findOneByOrFail({ id: delivery.caseId });
    if ((row.status === 'cancelled' || row.status === 'closed') && row.letterOf === null) return null;
    const { contact, organization } = row.request;
    const common = { caseNumber: row.number, messageId: delivery.messageId, contact };
    switch (delivery.channel) {
      case 'email':
      case 'edms-package':
        return {
          ...common,
          kind: 'letter',
          destination: delivery.destination,
          organization: { name: organization?.name ?? '', inn: organization?.inn ?? null },
          users: row.letter?.users.map(({ fullName }) => fullName) ?? [],
          ...(delivery.channel === 'email' ? await this.letterFiles(row) : { signed: false, files: await this.unsignedFiles(row) }),
        };
      case 'service-desk':
        return {
          ...common,
          kind: 'ticket',
          organization: { name: organization?.name ?? null, inn: organization?.inn ?? null },
          trouble: this.templates.message(`triage.categories.${row.category}`),
          details: ticketDetails(row, (key, params) => this.templates.message(key, params)),
          description: row.request.description,
          // A ticket that took over from a letter brings the letter along.
          files: row.letter && (row.route !== 'service-desk' || row.letterOf !== null) ? (await this.letterFiles(row)).files : [await this.files.archive(row)],
          knownTickets: await this.knownTickets(delivery),
        };
      case 'notice':
        return { ...common, kind: 'notice', notice: delivery.notice ?? 'received', ...(await this.noticeWords(row, delivery)) };
    }
  }

  async settled(tx: Tx, delivery: CaseDelivery): Promise<void> {
    const row = await tx.manager.findOneOrFail(Case, { where: { id: delivery.caseId }, lock: { mode: 'pessimistic_write' } });
    const isNotice = delivery.channel === 'notice';
    const before = row.status;
    await this.follow(tx, row, delivery, isNotice);
    const now = this.clock.now();
    await this.herald.delivery(tx, row, delivery, { at: now, from: now });
    await this.herald.status(tx, row, before, { at: now, from: now });
  }

  private async follow(tx: Tx, row: Case, delivery: CaseDelivery, isNotice: boolean): Promise<void> {
    switch (delivery.state) {
      case 'sent':
        await this.event(tx, delivery, isNotice ? 'notice-sent' : 'delivery-sent');
        if (isNotice) return;
        // A ticket of the own desk has not left the house: it is in the operators' hands, and nothing was «sent».
        if (delivery.channel === 'service-desk' && this.deliveries.ownDesk) return this.move(tx, row, 'awaiting-operator');
        await this.move(tx, row, 'sent');
        return this.notice(tx, row, 'sent', delivery);
      case 'pending':
        if (isNotice) return;
        if (delivery.channel === 'edms-package') return this.drafted(tx, delivery);
        if (delivery.attempts === 1) await this.event(tx, delivery, 'delivery-deferred');
        return this.late(tx, row, delivery);
      case 'failed':
      case 'uncertain':
        if (isNotice) return this.event(tx, delivery, 'notice-failed');
        // The desk is going to be searched: nobody has to do anything yet.
        if (delivery.state === 'uncertain' && delivery.nextAttemptAt) return delivery.channel === 'edms-package' ? undefined : this.searching(tx, delivery);
        await this.event(tx, delivery, delivery.state === 'failed' ? 'delivery-failed' : 'delivery-uncertain');
        if (await this.tookOtherWay(tx, row, delivery)) return;
        await this.move(tx, row, 'delivery-problem');
        return this.notice(tx, row, 'problem', delivery);
      case 'sending':
      case 'cancelled':
        return;
    }
  }

  async ticketNews(tx: Tx, delivery: CaseDelivery, news: TicketNews): Promise<void> {
    if (delivery.channel !== 'edms-package') return this.tickets.follow(tx, delivery, news);
    if (news.registration) return this.edms.follow(tx, delivery, news.registration);
    if (news.state !== 'rejected') return;
    await this.deliveries.draftGone(tx, delivery);
    await this.event(tx, delivery, 'edms-draft-gone');
  }

  /** Tried in vain for long: another way is taken, or an operator is shown the case, once. */
  private async late(tx: Tx, row: Case, delivery: CaseDelivery): Promise<void> {
    if (!this.failover.isLate(delivery) || (await this.tookOtherWay(tx, row, delivery)) || row.status === 'delivery-problem') return;
    await this.event(tx, delivery, 'delivery-late');
    await this.move(tx, row, 'delivery-problem');
  }

  /** Nothing is sent by a draft, and without one the package is at hand: the case stays where it is. */
  private async drafted(tx: Tx, delivery: CaseDelivery): Promise<void> {
    if (delivery.nextAttemptAt) return;
    if (delivery.externalId) return this.event(tx, delivery, 'edms-drafted');
    await this.event(tx, delivery, 'edms-draft-failed', {}, true);
  }

  private async searching(tx: Tx, delivery: CaseDelivery): Promise<void> {
    const earlier = await this.deliveries.attempts([delivery.id]);
    if (!earlier.some(({ outcome }) => outcome === 'lost')) await this.event(tx, delivery, 'delivery-uncertain');
  }

  private async tookOtherWay(tx: Tx, row: Case, delivery: CaseDelivery): Promise<boolean> {
    const way = await this.failover.byItself(tx, row, delivery);
    if (way) await this.event(tx, delivery, 'failed-over', { way });
    return way !== null;
  }

  private async knownTickets({ id, caseId }: CaseDelivery): Promise<string[]> {
    const others = (await this.deliveries.ofCase(caseId)).filter((other) => other.id !== id && other.channel === 'service-desk');
    return others.flatMap(({ externalId }) => externalId ?? []);
  }

  /** The signed letter with its signature, or the letter as it is where the setting lets it go unsigned; and the archive. */
  private async letterFiles(row: Case): Promise<{ signed: boolean; files: ParcelFile[] }> {
    const [signedLetter, signature, archive] = await Promise.all([
      this.files.newest(row.id, 'signed-letter'),
      this.files.newest(row.id, 'signature'),
      this.files.archive(row),
    ]);
    if (!signedLetter) return { signed: false, files: await this.unsignedFiles(row) };
    // A signature belongs to the letter it came with, not to an older one.
    const stored = signature && signature.createdAt >= signedLetter.createdAt ? [signedLetter, signature] : [signedLetter];
    return { signed: true, files: [...stored.map(({ fileName, mediaType, content }) => ({ fileName, mediaType, bytes: content })), archive] };
  }

  private async unsignedFiles(row: Case): Promise<ParcelFile[]> {
    return [...(row.letter ? [await this.files.letterPdf(row, row.letter)] : []), await this.files.archive(row)];
  }

  private async noticeWords(row: Case, delivery: DeliveryRecord): Promise<{ statusUrl: string; status: string; nextSteps: string[]; about: string | null; owner: string | null }> {
    const owner = personOf(row.certificate);
    const waits: CaseStatus[] = ['self-help', 'awaiting-signed-letter', 'awaiting-applicant'];
    return {
      statusUrl: this.presenter.statusUrl(row.number, row.id),
      status: this.templates.message(`triage.statuses.${row.status}.text`),
      nextSteps: waits.includes(row.status) ? this.presenter.verdict(row.verdict).nextSteps : [],
      about: await this.about(row, delivery),
      owner: owner === row.request.contact.fullName ? null : owner,
    };
  }

  /** What a notice is about: another delivery's end, or what an operator wrote. */
  private async about(row: Case, { notice, about }: DeliveryRecord): Promise<string | null> {
    if (about === null) return null;
    if (notice === 'sent' || notice === 'problem') {
      const delivery = await this.deliveries.find(about);
      return delivery && this.sentences.sentence(delivery);
    }
    const written = await this.events.findOneBy({ caseId: row.id, params: Raw((params) => `${params} ->> 'messageId' = :about`, { about }) });
    return written && this.presenter.words(written);
  }

  private async move(tx: Tx, row: Case, status: CaseStatus): Promise<void> {
    if (canMove(row.status, status)) await this.save(tx, row, status);
    await this.shared.follow(tx, row, status);
  }

  private async save(tx: Tx, row: Case, status: CaseStatus): Promise<void> {
    const now = this.clock.now();
    row.status = status;
    await this.deadlines.renew(tx.manager, row, now);
    const { dueAt, warnAt } = row;
    await tx.manager.update(Case, { id: row.id }, { status, updatedAt: now, dueAt, warnAt, version: row.version + 1 });
  }

  private async notice(tx: Tx, row: Case, notice: NoticeKind, about: DeliveryRecord): Promise<void> {
    await this.deliveries.plan(tx, [
      { caseId: row.id, caseNumber: row.number, channel: 'notice', notice, about: about.id, destination: row.request.contact.email },
    ]);
  }

  private async event(tx: Tx, delivery: CaseDelivery, event: CaseEventName, more: Record<string, string> = {}, internal = false): Promise<void> {
    const params: Record<string, string> = {
      ...more,
      channel: delivery.channel,
      ...(delivery.notice && { notice: delivery.notice }),
      ...(delivery.receipt === 'captured' && { captured: 'yes' }),
      ...(delivery.externalId && { externalId: delivery.externalId }),
      ...(delivery.cause && { cause: delivery.cause.code }),
    };
    const heard = delivery.channel === 'notice' ? [delivery.caseId] : await this.shared.audience(tx, delivery.caseId);
    const told = { at: this.clock.now(), event, actor: 'service', accountId: null, internal, params } as const;
    await tx.manager.insert(CaseEvent, heard.map((caseId) => ({ ...told, caseId })));
  }
}
