import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createHash } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../config/config.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Category } from '../triage/verdict.js';
import type { Guide } from './guide.js';
import { GuideCatalogue, type GuidePart } from './guide-catalogue.js';
import { readGuideFiles } from './guide-files.adapter.js';
import { type GuideReading, readGuide } from './guide-source.js';
import { readSynonyms, type Synonym } from './search-words.js';

/** A text that stands for a guide now. */
export interface CurrentText {
  slug: string;
  text: string;
  /** Id of the revision; `null` = the file. */
  revision: string | null;
}

/** The guides that hold now: those of the code, with what administrators wrote over them. */
@Injectable()
export class GuidesService {
  /** From `templates/guides/synonyms.yaml`. */
  readonly synonyms: readonly Synonym[];
  private readonly files = readGuideFiles();
  private known: { key: string; catalogue: GuideCatalogue } = { key: '-', catalogue: new GuideCatalogue([]) };

  constructor(
    private readonly config: Config,
    private readonly templates: TemplatesService,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {
    this.synonyms = readSynonyms(this.files.synonyms);
    this.fromFiles();
  }

  /** As of now, also after an edit in another process; one short query, rendered only when something changed. */
  async catalogue(manager: EntityManager = this.dataSource.manager): Promise<GuideCatalogue> {
    const rows = await manager.query<{ slug: string; id: string }[]>(
      'SELECT DISTINCT ON (slug) slug, id FROM guide_revisions ORDER BY slug, id DESC',
    );
    // Addresses in the texts are settings, which may change too.
    const key = [...rows.map(({ id }) => id), this.config.agencyEmail, this.config.serviceDeskUrl].join();
    if (key === this.known.key) return this.known.catalogue;
    const guides = this.fromFiles();
    for (const { slug, text } of await this.revisions(manager, rows.map(({ id }) => id))) {
      const reading = text === null ? null : this.read(slug, text);
      // A text that an older version let pass and this one does not: the file is better than no page.
      if (reading?.ok) guides.set(slug, reading.guide);
    }
    this.known = { key, catalogue: new GuideCatalogue([...guides.values()]) };
    return this.known.catalogue;
  }

  async find(slug: string): Promise<Guide | null> {
    return (await this.catalogue()).find(slug);
  }

  /** The part of a guide that belongs to a verdict; none for no category. */
  async partFor(category: Category | null): Promise<GuidePart | null> {
    return category && (await this.catalogue()).partFor(category);
  }

  /** Reads a text as the guide it would be; see {@link readGuide}. */
  read(slug: string, text: string): GuideReading {
    const { agencyEmail, serviceDeskUrl } = this.config;
    const words = { note: this.templates.message('guides.boxes.note'), unconfirmed: this.templates.message('guides.boxes.unconfirmed') };
    return readGuide(slug, text, { drawings: this.files.drawings, values: { agencyEmail, serviceDeskUrl }, words });
  }

  /** The text that stands for a guide, to be edited. */
  async currentText(slug: string, manager: EntityManager = this.dataSource.manager): Promise<CurrentText | null> {
    const [row] = await manager.query<{ id: string; text: string | null }[]>('SELECT id, text FROM guide_revisions WHERE slug = $1 ORDER BY id DESC LIMIT 1', [slug]);
    const text = row?.text ?? this.files.guides.get(slug);
    return text === undefined ? null : { slug, text, revision: row?.id ?? null };
  }

  /** Whether the code brings this guide, so that there is a file to go back to. */
  hasFile(slug: string): boolean {
    return this.files.guides.has(slug);
  }

  /** Tells one state of all guides, synonyms included, from another. */
  async fingerprint(manager?: EntityManager): Promise<string> {
    await this.catalogue(manager);
    const hash = createHash('sha256').update(this.known.key).update(this.files.synonyms);
    for (const [slug, text] of this.files.guides) hash.update(`\0${slug}\0${text}`);
    return hash.digest('hex');
  }

  private revisions(manager: EntityManager, ids: string[]): Promise<{ slug: string; text: string | null }[]> {
    return manager.query('SELECT slug, text FROM guide_revisions WHERE id = ANY ($1::bigint[])', [ids]);
  }

  private fromFiles(): Map<string, Guide> {
    return new Map([...this.files.guides].map(([slug, text]) => [slug, this.mustRead(slug, text)]));
  }

  private mustRead(slug: string, text: string): Guide {
    const reading = this.read(slug, text);
    if (!reading.ok) throw new Error(`templates/guides/${slug}.md: ${JSON.stringify(reading.faults)}`);
    return reading.guide;
  }
}
