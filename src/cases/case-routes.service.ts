import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DeliveriesService, type DeliveryPlan } from '../delivery/deliveries.service.js';
import { EdmsSystemsService } from '../delivery/edms-systems.service.js';
import type { LetterData } from '../letters/letter-data.js';
import { LettersService } from '../letters/letters.service.js';
import type { Route } from '../triage/verdict.js';
import type { CaseChange } from './case-changes.service.js';
import { CaseFilesService } from './case-files.service.js';
import { letterData } from './case-letter.js';
import { completeOrganization, needsLetter } from './case-requirements.js';
import type { CaseStatus } from './case-status.js';
import type { Case } from './case.entity.js';
import { RemindersService } from './reminders.service.js';

/** What a route means for a case: its letter, its deliveries, the status it stands in. */
@Injectable()
export class CaseRoutesService {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly edms: EdmsSystemsService,
    private readonly letters: LettersService,
    private readonly files: CaseFilesService,
    private readonly reminders: RemindersService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Status of a case that has just been put on its route; `signed`: the signed letter is there. */
  firstStatus(route: Route, signed: boolean): CaseStatus {
    switch (route) {
      case 'self-help':
        return 'self-help';
      case 'operator':
        return 'awaiting-operator';
      case 'service-desk':
        return 'queued';
      case 'letter-edms':
        return 'awaiting-applicant';
      case 'letter-email':
        return signed || !this.config.letterSignatureRequired ? 'queued' : 'awaiting-signed-letter';
    }
  }

  /** Deliveries of a route, without notices. */
  plans(row: Pick<Case, 'id' | 'number' | 'route' | 'request'>, signed: boolean): DeliveryPlan[] {
    const common = { caseId: row.id, caseNumber: row.number };
    switch (row.route) {
      case 'letter-email':
        return [{ ...common, channel: 'email', destination: this.config.agencyEmail, waits: this.config.letterSignatureRequired && !signed }];
      case 'letter-edms': {
        const system = this.edms.of(row.request.organization?.inn ?? null);
        return [{ ...common, channel: 'edms-package', destination: system?.name ?? row.request.facts.edms, waits: system === null }];
      }
      case 'service-desk':
        return [{ ...common, channel: 'service-desk', destination: this.deliveries.serviceDesk }];
      case 'operator':
      case 'self-help':
        return [];
    }
  }

  /** The letter of a case on a letter route, `null` on the others. Nothing may be missing. */
  letter(row: Pick<Case, 'number' | 'route' | 'request' | 'certificate' | 'createdAt'>, der: Uint8Array): LetterData | null {
    if (!needsLetter(row.route)) return null;
    const { subject, notAfter } = row.certificate;
    return letterData({
      caseNumber: row.number,
      request: row.request,
      organization: completeOrganization(row.request.organization, row.certificate),
      enclosure: this.letters.buildEnclosure({ commonName: subject.commonName, notAfter, der }, row.number),
      addressee: { lines: this.config.agencyAddressee, salutation: this.config.agencySalutation },
      createdAt: row.createdAt,
    });
  }

  /** Puts an open case on the route it has got: what was planned and has not left is replaced, counted as one delivery. */
  async follow({ tx, row, move, leavesAt }: CaseChange): Promise<void> {
    const replaced = await this.deliveries.replacePending(tx, row.id);
    const certificate = await this.files.newest(row.id, 'certificate');
    row.letter ??= certificate && this.letter(row, certificate.content);
    const signed = (await this.files.newest(row.id, 'signed-letter', tx)) !== null;
    move(this.firstStatus(row.route, signed));
    this.reminders.owe(tx, row);
    await this.deliveries.plan(
      tx,
      this.plans(row, signed).map((plan) => ({ ...plan, from: leavesAt, ...(replaced && { replaces: replaced }) })),
    );
  }
}
