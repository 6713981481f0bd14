import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForAnybody } from '../../accounts/access.guard.js';
import { emailSchema } from '../../accounts/account-input.js';
import { PasswordResetsService } from '../../accounts/password-resets.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/forgot`: a link by mail. The answer is the same whether there is such an account or not. */
@Controller('desk/forgot')
@ForAnybody()
export class ForgotPasswordController {
  constructor(
    private readonly resets: PasswordResetsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply, @Query('done') done?: string): void {
    if (done === undefined) this.pages.send(reply, 'forgot', { title: 'forgot', typed: {} });
    else this.pages.send(reply, 'forgot-sent', { title: 'forgot-sent' });
  }

  @Post()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const typed = readForm(body, 'email');
    await this.pages.submit(
      async () => {
        const email = emailSchema.safeParse(typed.email);
        if (!email.success) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'email', code: 'email' }] });
        await this.resets.request(email.data, request.ip);
        this.pages.redirect(reply, '/desk/forgot?done=sent');
      },
      (faults) => this.pages.send(reply, 'forgot', { title: 'forgot', typed, faults }),
    );
  }
}
