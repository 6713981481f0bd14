import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, assertCan } from '../accounts/policy.js';
import { AuditService } from '../accounts/audit.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError, type InputFault } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { type Tx, TransactionsService } from '../platform/transactions.service.js';
import { type Guide, type GuideFault, guideSlug } from './guide.js';
import { GuideRevision } from './guide.entity.js';
import { GuideIndexService } from './guide-index.service.js';
import { GuidesService } from './guides.service.js';

/** Characters; the longest of ours has about five thousand. */
const LONGEST = 40_000;
/** Edits wait for each other, so that two do not pass the checks between guides together. */
const EDIT_LOCK = 7_200_155;

type GuideDeed = 'guide.saved' | 'guide.restored' | 'guide.returned';

/** One line of a guide's history. */
export interface GuideVersion {
  id: string;
  at: Date;
  accountId: string;
  /** `null`: the file holds again, or the guide is gone. */
  text: string | null;
}

/** A guide as somebody wants it: its text, and the revision that he saw (empty = the file). */
export interface GuideEdit {
  slug: string;
  text: string;
  revision: string;
}

/** Replaces and adds guides without a deploy. Nothing is lost: every text stays in the history. */
@Injectable()
export class GuideEditingService {
  constructor(
    private readonly guides: GuidesService,
    private readonly index: GuideIndexService,
    private readonly audit: AuditService,
    private readonly transactions: TransactionsService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /**
   * The guide that a text would be.
   * @throws DomainError `validation-failed` with everything that has to be mended.
   */
  preview(slug: string, text: string): Guide {
    const faults: InputFault[] = guideSlug.safeParse(slug).success ? [] : [{ path: 'slug', code: 'format' }];
    if (text.length > LONGEST) throw new DomainError('invalid', 'validation-failed', { faults: [...faults, this.fault('text-too-long')] });
    const reading = this.guides.read(slug, text);
    if (!reading.ok) faults.push(...reading.faults.map(({ code, params }) => this.fault(code, params)));
    if (faults.length > 0 || !reading.ok) throw new DomainError('invalid', 'validation-failed', { faults });
    return reading.guide;
  }

  /** A guide that was not there. */
  async add(actor: Actor, slug: string, text: string): Promise<void> {
    if (await this.guides.currentText(slug)) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'slug', code: 'taken' }] });
    const [last] = await this.history(slug);
    await this.save(actor, { slug, text, revision: last?.id ?? '' });
  }

  async save(actor: Actor, edit: GuideEdit): Promise<void> {
    assertCan(actor, 'manage', 'guides');
    const text = edit.text.replace(/\r\n?/g, '\n').replace(/\n*$/, '\n');
    this.preview(edit.slug, text);
    await this.write(actor, { ...edit, text }, 'guide.saved');
  }

  /** An old text holds again. */
  async restore(actor: Actor, slug: string, id: string, revision: string): Promise<void> {
    assertCan(actor, 'manage', 'guides');
    const version = (await this.history(slug)).find((candidate) => candidate.id === id);
    if (!version?.text) throw new DomainError('not-found', 'guide-not-found');
    this.preview(slug, version.text);
    await this.write(actor, { slug, text: version.text, revision }, 'guide.restored');
  }

  /** The file holds again; a guide without one is gone. */
  async backToFile(actor: Actor, slug: string, revision: string): Promise<void> {
    assertCan(actor, 'manage', 'guides');
    await this.write(actor, { slug, text: null, revision }, 'guide.returned');
  }

  /** Every text there was, the newest first. */
  history(slug: string): Promise<GuideVersion[]> {
    return this.dataSource.getRepository(GuideRevision).find({ where: { slug }, order: { id: 'DESC' } });
  }

  private async write(actor: Actor, edit: Omit<GuideEdit, 'text'> & { text: string | null }, action: GuideDeed): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [EDIT_LOCK]);
      await this.assertUnchanged(tx.manager, edit);
      const before = new Set((await this.guides.catalogue(tx.manager)).faults().map((fault) => JSON.stringify(fault)));
      await tx.manager.insert(GuideRevision, { slug: edit.slug, at: this.clock.now(), accountId: actor.accountId, text: edit.text });
      const caused = (await this.guides.catalogue(tx.manager)).faults().filter((fault) => !before.has(JSON.stringify(fault)));
      if (caused.length > 0) throw new DomainError('invalid', 'validation-failed', { faults: caused.map(({ slug, code, params }) => this.fault(code, { ...params, slug })) });
      await this.index.refresh(tx.manager);
      await this.note(tx, actor, edit.slug, action);
    });
  }

  private async assertUnchanged(manager: EntityManager, { slug, revision, text }: Omit<GuideEdit, 'text'> & { text: string | null }): Promise<void> {
    if (text === null && !(await this.guides.currentText(slug, manager))) throw new DomainError('not-found', 'guide-not-found');
    const [last] = await manager.find(GuideRevision, { where: { slug }, order: { id: 'DESC' }, take: 1 });
    if ((last?.id ?? '') !== revision) throw new DomainError('conflict', 'guide-changed-meanwhile');
  }

  private note(tx: Tx, { accountId }: Actor, slug: string, action: GuideDeed): Promise<void> {
    return this.audit.record(tx, { by: accountId, action, subject: `guide:${slug}` });
  }

  private fault(code: GuideFault['code'] | 'text-too-long', params: Record<string, string> = {}): InputFault {
    return { path: 'text', code, message: this.templates.message(`guides.faults.${code}`, { ...params, longest: LONGEST }) };
  }
}
