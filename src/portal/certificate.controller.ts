import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CertificatesService } from '../certificates/certificates.service.js';
import { Config } from '../config/config.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CertificatePresenter } from './certificate.presenter.js';
import { setDraftCookie } from './draft-cookie.adapter.js';
import { type Draft, DraftService } from './draft.service.js';
import { PageService } from './page.service.js';
import { readUploads } from './uploads.adapter.js';
import { WizardService } from './wizard.service.js';

/** The largest file that may still hold a certificate: an archive of 1 MiB. */
const MAX_BYTES = 1024 * 1024;

/** `POST /certificate`: reads the file at once; only a certificate is kept, a refused file is not. */
@Controller('certificate')
export class CertificateController {
  constructor(
    private readonly wizards: WizardService,
    private readonly drafts: DraftService,
    private readonly certificates: CertificatesService,
    private readonly presenter: CertificatePresenter,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  @Post()
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const upload = (await readUploads(request, MAX_BYTES)).get('certificate');
    const draft = await this.wizards.draftOf(request);
    if (!upload) return this.answer(request, reply, draft, this.templates.message('portal.certificate.no-file'));
    const reading = upload === 'too-large' ? ({ ok: false, kind: 'too-large' } as const) : await this.certificates.inspect(upload.bytes, upload.name);
    if (!reading.ok) return this.answer(request, reply, draft, this.templates.message(`certificates.refusals.${reading.kind}`));
    return this.answer(request, reply, await this.keep(reply, draft, reading.der), null);
  }

  /** After a case was made, the next file begins a new draft. */
  private async keep(reply: FastifyReply, draft: Draft | null, der: Uint8Array): Promise<Draft> {
    if (draft && !draft.caseLink) {
      await this.drafts.replaceCertificate(draft.id, der);
      return { ...draft, certificate: Buffer.from(der) };
    }
    const begun = await this.drafts.begin(der);
    setDraftCookie(reply, begun.token, this.config);
    return begun;
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, draft: Draft | null, refusal: string | null): Promise<void> {
    const fragment = request.headers['hx-request'] === 'true';
    if (!fragment && !refusal) return this.pages.redirect(reply, '/');
    const wizard = draft && (await this.wizards.load(draft));
    this.pages.send(reply, fragment ? 'certificate-fragment' : 'start', {
      title: this.templates.message('portal.titles.start'),
      certificate: wizard && this.presenter.present(wizard.certificate.facts),
      refusal,
      faulty: refusal !== null,
    });
  }
}
