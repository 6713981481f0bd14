import type {} from '@fastify/cookie';
import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimitsService } from '../../accounts/rate-limits.service.js';
import { Config } from '../../config/config.js';
import { AFTER_GUIDE } from '../../guides/chooser.js';
import type { Guide } from '../../guides/guide.js';
import { GuideCountsService } from '../../guides/guide-counts.service.js';
import { GuidesService } from '../../guides/guides.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { setDraftCookie } from '../draft-cookie.adapter.js';
import { DraftService } from '../draft.service.js';
import { readAnswers } from '../form-body.js';
import { PageService } from '../page.service.js';
import { WizardService } from '../wizard.service.js';

/** Names the guides that this browser has answered about, and nothing else; gone when the browser is closed. */
const ANSWERED_COOKIE = 'certdesk_help';
const MOST_ANSWERED = 60;
/** For one guide and address; behind a proxy all come from one address (ADR 12), so it must be enough for everybody. */
const LIMIT = { purpose: 'guide-outcome', most: 60, windowMs: 3_600_000 };

/** «Помогло» and «Не помогло» under a guide. */
@Controller('help/:slug/outcome')
export class GuideOutcomeController {
  constructor(
    private readonly guides: GuidesService,
    private readonly counts: GuideCountsService,
    private readonly limits: RateLimitsService,
    private readonly wizards: WizardService,
    private readonly drafts: DraftService,
    private readonly pages: PageService,
    private readonly config: Config,
  ) {}

  @Post()
  async report(@Param('slug') slug: string, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const guide = await this.guides.find(slug);
    if (!guide) throw new DomainError('not-found', 'guide-not-found');
    const helped = readAnswers(body, ['outcome'])['outcome'] === 'helped';
    const notice = await this.count(guide.slug, helped, request, reply);
    if (helped) return this.pages.redirect(reply, `/help/${slug}?done=${notice}#outcome`);
    const support = AFTER_GUIDE[guide.system];
    if (support) return this.pages.redirect(reply, ['/help/which', ...support].join('/'));
    await this.tellWizard(guide, request, reply);
    this.pages.redirect(reply, `/?from=${slug}`);
  }

  /** Once per guide and browser session, and not without end from one address. */
  private async count(slug: string, helped: boolean, request: FastifyRequest, reply: FastifyReply): Promise<'helped' | 'counted' | 'too-many'> {
    const answered = (request.cookies[ANSWERED_COOKIE] ?? '').split('.').filter((known) => /^[a-z0-9-]{1,60}$/.test(known));
    if (answered.includes(slug)) return 'counted';
    if (!(await this.limits.take(LIMIT, slug, request.ip))) return 'too-many';
    await this.counts.count(slug, helped ? 'helped' : 'not-helped');
    const value = [...answered, slug].slice(-MOST_ANSWERED).join('.');
    void reply.setCookie(ANSWERED_COOKIE, value, { path: '/help', httpOnly: true, sameSite: 'lax', secure: this.config.baseUrl.startsWith('https:') });
    return 'helped';
  }

  /** Fills in what the guide knows; what somebody answered himself stays. */
  private async tellWizard({ wizard }: Guide, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (Object.keys(wizard).length === 0) return;
    const draft = await this.wizards.draftOf(request);
    if (draft && !draft.caseLink) return this.drafts.saveAnswers(draft.id, { ...wizard, ...draft.answers });
    const begun = await this.drafts.begin(null, wizard);
    setDraftCookie(reply, begun.token, this.config);
  }
}
