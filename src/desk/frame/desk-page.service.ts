import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { slowsPeopleDown } from '../../alarms/alarm-signs.js';
import { AlarmsService } from '../../alarms/alarms.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { sectionsFor } from './desk-sections.js';

/** Faults of a form: a line each for the summary, and the sentence for each field. */
export interface FormFaults {
  /** Of the error. */
  code: string;
  status: number;
  errors: { text: string; href?: string }[];
  errorsAt: Record<string, string>;
}

/** What a page is given besides its own rows. */
export interface DeskPage {
  /** Names the title `desk.titles.<title>`. */
  title: string;
  /** Values of the title. */
  titleParams?: object;
  /** Who looks; left out on the way in. */
  me?: SignedIn;
  /** Code of the sentence that says what was just done, from the address. */
  done?: string | undefined;
  faults?: FormFaults | undefined;
  [row: string]: unknown;
}

/** Which errors of a form are shown on its page; the others have pages of their own. */
const ON_THE_FORM: Record<string, number> = { invalid: 422, 'too-many': 429, conflict: 409 };

const ALARMS_PATH = '/desk/alarms';

/** Sends the desk's pages. */
@Injectable()
export class DeskPageService {
  constructor(
    private readonly templates: TemplatesService,
    private readonly alarms: AlarmsService,
  ) {}

  /** A page that is kept by no cache; personal data are on nearly every one. */
  send(reply: FastifyReply, name: string, { title, titleParams, me, done, faults, ...rows }: DeskPage): void {
    const notice = done && this.templates.hasMessage(`desk.notices.${done}`) ? this.templates.message(`desk.notices.${done}`) : null;
    const page = {
      ...rows,
      title: this.templates.message(`desk.titles.${title}`, titleParams),
      notice,
      ...(faults && { errors: faults.errors, errorsAt: faults.errorsAt, faulty: true }),
      ...(me && this.frame(me, reply.request.url)),
    };
    void reply
      .status(faults?.status ?? 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(this.templates.render(`pages/desk/${name}`, page));
  }

  /** After a form: the next page is asked for with GET. */
  redirect(reply: FastifyReply, path: string): void {
    void reply.header('cache-control', 'no-store').redirect(path, 303);
  }

  /** Does what a form asks for; its faults are given to `again`, which shows the page with them. */
  async submit(work: () => Promise<void>, again: (faults: FormFaults) => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DomainError) || !ON_THE_FORM[error.kind]) throw error;
      await again(this.faults(error));
    }
  }

  private faults({ kind, code, options }: DomainError): FormFaults {
    const errors = options.faults?.map((fault) => ({ href: `#${fault.path}`, text: this.templates.faultSentence(fault, 'desk.faults') })) ?? [
      { text: this.templates.message(`errors.${code}.detail`, options.params) },
    ];
    const errorsAt = Object.fromEntries((options.faults ?? []).map((fault) => [fault.path, this.templates.faultSentence(fault, 'desk.faults')]));
    return { code, status: ON_THE_FORM[kind] ?? 422, errors, errorsAt };
  }

  private frame(me: SignedIn, url: string): object {
    const word = <T extends { key: string }>(link: T) => ({ ...link, label: this.templates.message(`desk.sections.${link.key}`) });
    const path = url.split('?')[0] ?? '';
    const { bar, menu } = sectionsFor(actorOf(me), path);
    const whole = me.stage === 'full';
    const name = me.account.fullName || me.account.email;
    return {
      me: { name, shortName: name.split(/[ @]/)[0], bar: whole ? bar.map(word) : [], menu: whole ? menu.map(word) : [] },
      alarm: whole && path !== ALARMS_PATH ? this.alarm() : null,
    };
  }

  /** What stands and slows people down, in one sentence. */
  private alarm(): { path: string; text: string } | null {
    const titles = this.alarms.standing.filter(({ kind }) => slowsPeopleDown(kind)).map(({ kind }) => this.templates.message(`alarms.titles.${kind}`));
    return titles.length > 0 ? { path: ALARMS_PATH, text: this.templates.message('alarms.banner', { titles: titles.join(', ') }) } : null;
  }
}
