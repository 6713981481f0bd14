import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CertificatesService } from '../../certificates/certificates.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CertificateCheckPresenter } from './certificate-check.presenter.js';
import { PageService } from '../page.service.js';
import { readUploads } from '../uploads.adapter.js';

/** The largest file that may still hold a certificate: an archive of 1 MiB. */
const MAX_BYTES = 1024 * 1024;

/** `/help/certificate-check`: reads a file and says what it is. The answer is the page itself: nothing is kept to show it again. */
@Controller('help/certificate-check')
export class CertificateCheckController {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly presenter: CertificateCheckPresenter,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply): void {
    this.pages.send(reply, 'help/certificate-check', this.presenter.empty());
  }

  @Post()
  async check(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const upload = (await readUploads(request, MAX_BYTES)).get('certificate');
    const reading = !upload ? null : upload === 'too-large' ? ({ ok: false, kind: 'too-large' } as const) : await this.certificates.inspect(upload.bytes, upload.name);
    const result = reading?.ok
      ? { checked: this.presenter.present(reading.facts) }
      : { refusal: this.templates.message(reading ? `certificates.refusals.${reading.kind}` : 'portal.certificate.no-file'), faulty: true };
    const fragment = request.headers['hx-request'] === 'true';
    this.pages.sendPrivate(reply, fragment ? 'help/certificate-checked' : 'help/certificate-check', { ...this.presenter.empty(), ...result }, reading?.ok ? 200 : 422);
  }
}
