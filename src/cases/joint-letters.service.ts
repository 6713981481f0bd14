import { Inject, Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { Config } from '../config/config.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { DeliveryRecord } from '../delivery/delivery-record.js';
import { LettersService } from '../letters/letters.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import type { Tx } from '../platform/transactions.service.js';
import type { CaseChange } from './case-changes.service.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import { CaseFilesService } from './case-files.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import { sharedLetterData } from './case-letter.js';
import { completeOrganization } from './case-requirements.js';
import { CaseRoutesService } from './case-routes.service.js';
import { canMove, isOver, type CaseStatus } from './case-status.js';
import { Case, CaseEvent, FormerLetter } from './case.entity.js';
import { RemindersService } from './reminders.service.js';

const LETTER_CHANNELS = ['email', 'service-desk', 'edms-package'] as const;
type Told = Pick<CaseEvent, 'event' | 'actor' | 'params'>;

/**
 * One letter for several people of an organisation. The case with the lowest number carries it: the letter's data, its signed scan and its one
 * delivery are that case's; the others are tied to it by `letterOf` and go where it goes, in the same transaction.
 */
@Injectable()
export class JointLettersService {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly letters: LettersService,
    private readonly routes: CaseRoutesService,
    private readonly files: CaseFilesService,
    private readonly deadlines: CaseDeadlinesService,
    private readonly herald: CaseHeraldService,
    private readonly reminders: RemindersService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Writes one letter for cases that were made for it (`sharesLetter`) in this transaction; their contact is told once. */
  async bind(tx: Tx, numbers: readonly string[]): Promise<void> {
    const members = await tx.manager.find(Case, { where: { number: In(numbers) }, order: { number: 'ASC' }, lock: { mode: 'pessimistic_write' } });
    const [carrier] = members;
    if (!carrier) return;
    await this.write(tx, members, null, 'letter-written');
    await this.deliveries.plan(tx, [{ caseId: carrier.id, caseNumber: carrier.number, channel: 'notice', notice: 'received', destination: carrier.request.contact.email }]);
  }

  /** Id of the case whose delivery and scan are those of this case. */
  carrierOf({ id, letterOf }: Pick<Case, 'id' | 'letterOf'>): string {
    return letterOf ?? id;
  }

  /** The carrier of a case's letter, locked; the case itself when its letter is its own. */
  async lockCarrier(tx: Tx, row: Case): Promise<Case> {
    const id = this.carrierOf(row);
    return id === row.id ? row : tx.manager.findOneOrFail(Case, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /**
   * A case goes a way of its own: while the letter has not arrived it is written anew without him, and has to be signed anew.
   * @throws DomainError `delivery-under-way`, `letter-carrier` when others depend on the letter that has left with this case.
   */
  async leave({ tx, row }: CaseChange): Promise<void> {
    if (row.letterOf === null) return;
    const others = await this.others(tx, row);
    if ((await this.deliveries.progress(tx, row.letterOf)) === 'arrived') {
      if (row.letterOf === row.id && others.length > 0) throw new DomainError('conflict', 'letter-carrier');
      row.letterOf = null;
      return;
    }
    await this.rewriteFor(tx, row, others);
    Object.assign(row, { letterOf: null, letter: null } satisfies Partial<Case>);
  }

  /** A case comes to its end: what has not left does not leave, unless it is the others' letter too. */
  async end(change: CaseChange): Promise<void> {
    const { tx, row } = change;
    const shared = row.letterOf === null ? [] : (await this.others(tx, row)).filter(({ status }) => !isOver(status));
    if (shared.length === 0) return this.deliveries.cancelPending(tx, this.carrierOf(row), [...LETTER_CHANNELS]);
    if ((await this.deliveries.progress(tx, this.carrierOf(row))) === 'waits') await this.leave(change);
  }

  /** Writes the letter anew from what its cases say now; what was signed no longer fits. */
  async rewrite({ tx, row }: CaseChange): Promise<void> {
    await this.rewriteFor(tx, row, await this.others(tx, row), true);
  }

  /** The others go where the letter has gone; `told`: and are told so. */
  async follow(tx: Tx, carrier: Case, status: CaseStatus, told: Told | null = null): Promise<void> {
    if (carrier.letterOf !== carrier.id) return;
    for (const other of await this.others(tx, carrier)) {
      if (isOver(other.status)) continue;
      other.route = carrier.route;
      if (told) await this.event(tx, other, told);
      await this.save(tx, other, status);
    }
  }

  /** Ids of the cases that hear of what becomes of this case's letter, itself first. */
  async audience(tx: Tx, caseId: string): Promise<string[]> {
    const others = await tx.manager.find(Case, { where: { letterOf: caseId, id: Not(caseId), status: Not(In(['resolved', 'closed', 'cancelled'] satisfies CaseStatus[])) }, select: { id: true } });
    return [caseId, ...others.map(({ id }) => id)];
  }

  /** Deliveries of a case and of the letter that it shares. */
  async deliveriesOf(row: Pick<Case, 'id' | 'letterOf'>): Promise<DeliveryRecord[]> {
    const carrier = this.carrierOf(row);
    const own = await this.deliveries.ofCase(row.id);
    return carrier === row.id ? own : [...(await this.deliveries.ofCase(carrier)).filter(({ channel }) => channel !== 'notice'), ...own];
  }

  /** Cases of the letter, the carrier first; none when the letter is the case's own. */
  async companions({ letterOf }: Pick<Case, 'letterOf'>): Promise<Pick<Case, 'id' | 'number'>[]> {
    return letterOf === null ? [] : this.files.membersOf(letterOf);
  }

  private others(tx: Tx, { id, letterOf }: Case): Promise<Case[]> {
    return tx.manager.find(Case, { where: { letterOf: letterOf ?? id, id: Not(id) }, order: { number: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  }

  private async rewriteFor(tx: Tx, row: Case, others: Case[], stays = false): Promise<void> {
    const carrierId = this.carrierOf(row);
    const replaced = await this.deliveries.replacePending(tx, carrierId);
    const carrier = [row, ...others].find(({ id }) => id === carrierId);
    if (carrier?.letter) await tx.manager.insert(FormerLetter, { caseId: carrierId, version: carrier.version, data: carrier.letter, replacedAt: this.clock.now() });
    await this.files.discardSignedLetter(tx, carrierId);
    const gone = others.filter(({ status }) => isOver(status));
    if (gone.length > 0) await tx.manager.update(Case, { id: In(gone.map(({ id }) => id)) }, { letterOf: null });
    const open = others.filter(({ status }) => !isOver(status));
    const members = (stays ? [row, ...open] : open).sort((a, b) => (a.number < b.number ? -1 : 1));
    await this.write(tx, members, replaced, 'letter-rewritten', stays ? row : null);
  }

  /** `changing`: is being changed already, and saved by whoever does. */
  private async write(tx: Tx, members: Case[], replaces: string | null, event: Told['event'], changing: Case | null = null): Promise<void> {
    const [carrier] = members;
    if (!carrier) return;
    const certificates = await this.files.certificatesOf(tx, members.map(({ id }) => id));
    const enclosed = members.map(({ id, certificate: { subject, notAfter, notBefore, serialNumber } }) => ({ commonName: subject.commonName, notAfter, notBefore, serialNumber, der: certificates.get(id) ?? new Uint8Array() }));
    const letter = sharedLetterData({
      caseNumber: carrier.number,
      requests: members.map(({ request }) => request),
      organization: completeOrganization(carrier.request.organization, carrier.certificate),
      enclosures: this.letters.buildEnclosures(enclosed, carrier.number),
      addressee: { lines: this.config.agencyAddressee, salutation: this.config.agencySalutation },
      createdAt: carrier.createdAt,
    });
    const status = this.routes.firstStatus(carrier.route, false);
    for (const member of members) {
      Object.assign(member, { route: carrier.route, letterOf: members.length > 1 ? carrier.id : null, letter: member === carrier ? letter : null } satisfies Partial<Case>);
      await this.event(tx, member, { event, actor: 'service', params: {} });
      if (member !== changing) await this.save(tx, member, status);
      else if (canMove(member.status, status)) member.status = status;
    }
    this.reminders.owe(tx, carrier);
    await this.deliveries.plan(tx, this.routes.plans(carrier, false).map((plan) => ({ ...plan, ...(replaces && { replaces }) })));
  }

  private async save(tx: Tx, row: Case, status: CaseStatus): Promise<void> {
    const now = this.clock.now();
    const before = row.status;
    if (canMove(row.status, status)) row.status = status;
    Object.assign(row, { version: row.version + 1, updatedAt: now } satisfies Partial<Case>);
    await this.deadlines.renew(tx.manager, row, now);
    await tx.manager.save(Case, row);
    await this.herald.status(tx, row, before, { at: now, from: now });
  }

  private async event(tx: Tx, { id }: Case, told: Told): Promise<void> {
    await tx.manager.insert(CaseEvent, { ...told, caseId: id, at: this.clock.now(), accountId: null, internal: false });
  }
}
