import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import type { GuideForm } from './guide-form.adapter.js';
import { GuideEditingService } from '../../guides/guide-editing.service.js';
import { GuidePresenter } from '../../guides/guide.presenter.js';
import { GuidesService } from '../../guides/guides.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { GuidesPresenter } from './guides.presenter.js';

/** What the editor's page shows besides the guide itself. */
export interface EditorState {
  done?: string | undefined;
  faults?: FormFaults;
  typed?: GuideForm;
  /** Show how the typed text will look. */
  preview?: boolean;
}

/** The page where a guide is written. */
@Injectable()
export class GuidesPageService {
  constructor(
    private readonly guides: GuidesService,
    private readonly editing: GuideEditingService,
    private readonly accounts: AccountsService,
    private readonly words: GuidePresenter,
    private readonly presenter: GuidesPresenter,
    private readonly templates: TemplatesService,
    private readonly pages: DeskPageService,
  ) {}

  /** An existing guide, or with `slug` null a new one. */
  async editor(me: SignedIn, reply: FastifyReply, slug: string | null, { done, faults, typed, preview }: EditorState = {}): Promise<void> {
    const current = slug === null ? null : await this.guides.currentText(slug);
    const versions = slug === null ? [] : await this.editing.history(slug);
    if (slug !== null && !current && versions.length === 0) throw new DomainError('not-found', 'guide-not-found');
    const guide = slug === null ? null : await this.guides.find(slug);
    const looks = preview && typed ? this.words.present(this.editing.preview(typed.slug, typed.text)) : null;
    this.pages.send(reply, 'guides/edit', {
      title: slug === null ? 'guide-new' : 'guide-edit',
      titleParams: { name: guide?.title ?? slug },
      me,
      done: done && `guide-${done}`,
      faults,
      slug,
      live: guide !== null,
      fromFile: !versions[0]?.text,
      hasFile: slug !== null && this.guides.hasFile(slug),
      revision: current?.revision ?? versions[0]?.id ?? '',
      text: typed?.text ?? current?.text ?? this.templates.render('guides/new.md'),
      typedSlug: typed?.slug ?? '',
      preview: looks,
      history: this.presenter.history(versions, await this.accounts.names(versions.map(({ accountId }) => accountId))),
    });
  }
}
