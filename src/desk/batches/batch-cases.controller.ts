import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { BatchCasesService, type MakingRecord } from '../../batches/batch-cases.service.js';
import type { MakingForm } from '../../batches/making-form.js';
import { isBatchKind } from '../../batches/batch-kind.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { BatchPresenter } from './batch.presenter.js';
import { tickedPlaces } from './chosen-items.js';

const ORGANIZATION = ['inn', 'kpp', 'ogrn', 'name', 'shortName', 'address', 'phone', 'email', 'headPosition', 'headName'] as const;
const CONTACT = ['fullName', 'position', 'phone', 'email'] as const;
const FIELDS = [...ORGANIZATION.map((name) => `organization.${name}` as const), ...CONTACT.map((name) => `contact.${name}` as const), 'contactFrom', 'position', 'roles', 'sameRolesAs', 'letters', 'consent'] as const;
type Typed = Partial<Record<(typeof FIELDS)[number], string>>;

/** Choosing items, filling in once for all, starting. */
@Controller('desk/batches/:id')
@Requires('manage', 'batches')
export class BatchCasesController {
  constructor(
    private readonly making: BatchCasesService,
    private readonly presenter: BatchPresenter,
    private readonly pages: DeskPageService,
  ) {}

  /** `scope`: `all` of the kind, or what is ticked. */
  @Post('choice')
  async choose(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    const { scope, kind } = readForm(body, 'scope', 'kind');
    const making = await this.making.choose(actorOf(me), id, isBatchKind(kind) ? kind : null, scope === 'all' ? null : tickedPlaces(body));
    this.pages.redirect(reply, `/desk/batches/${id}/cases/${making}`);
  }

  @Get('cases/:making')
  async show(@Me() me: SignedIn, @Param('id') id: string, @Param('making') making: string, @Res() reply: FastifyReply): Promise<void> {
    const last = await this.making.lastForm(actorOf(me), id);
    await this.form(me, reply, await this.find(me, id, making), last ? typedAs(last) : { contactFrom: 'all', letters: 'shared' });
  }

  @Post('cases/:making')
  async start(@Me() me: SignedIn, @Param('id') id: string, @Param('making') makingId: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const making = await this.find(me, id, makingId);
    const typed: Typed = readForm(body, ...FIELDS);
    await this.pages.submit(
      async () => this.pages.redirect(reply, `/desk/tasks/${await this.making.start(actorOf(me), id, makingId, formOf(typed))}`),
      (faults) => this.form(me, reply, making, typed, faults),
    );
  }

  private async form(me: SignedIn, reply: FastifyReply, making: MakingRecord, typed: Typed, faults?: FormFaults): Promise<void> {
    const organizations = await this.making.organizations(making);
    this.pages.send(reply, 'batch-cases', { title: 'batch-cases', me, faults, ...this.presenter.choice(making, organizations), typed, contactFromRow: typed.contactFrom === 'row', sharedLetters: typed.letters === 'shared', consentGiven: typed.consent === 'on' });
  }

  private find(me: SignedIn, id: string, making: string): Promise<MakingRecord> {
    if (!isId(id) || !isId(making)) throw new DomainError('not-found', 'batch-not-found');
    return this.making.get(actorOf(me), id, making);
  }
}

/** A form that was filled in before, consents excepted: they are given anew. */
function typedAs({ organization, position, roles, sameRolesAs, letters, ...who }: MakingForm): Typed {
  const part = (scope: string, values: object): object => Object.fromEntries(Object.entries(values).map(([name, value]: [string, unknown]) => [`${scope}.${name}`, value ?? '']));
  const contact = who.contactFrom === 'all' ? part('contact', who.contact) : {};
  return { ...part('organization', organization), ...contact, contactFrom: who.contactFrom, position, roles: roles.join('\n'), sameRolesAs, letters };
}

/** The form as the service checks it: one role a line. */
function formOf(typed: Typed): object {
  const part = <Name extends string>(scope: string, names: readonly Name[]): object => Object.fromEntries(names.map((name) => [name, (typed as Record<string, string>)[`${scope}.${name}`] ?? '']));
  return {
    organization: part('organization', ORGANIZATION),
    contactFrom: typed.contactFrom === 'row' ? 'row' : 'all',
    contact: part('contact', CONTACT),
    position: typed.position ?? '',
    roles: (typed.roles ?? '').split(/[;\n]+/).map((role) => role.trim()).filter(Boolean),
    sameRolesAs: typed.sameRolesAs ?? '',
    letters: typed.letters === 'shared' ? 'shared' : 'own',
    consent: typed.consent === 'on' ? true : undefined,
  };
}
