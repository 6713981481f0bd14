import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ForAnybody } from '../../accounts/access.guard.js';
import { PasswordResetsService } from '../../accounts/password-resets.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/reset/<token>`: a new password. Looking uses nothing up: mail filters look too. */
@Controller('desk/reset/:token')
@ForAnybody()
export class ResetPasswordController {
  constructor(
    private readonly resets: PasswordResetsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    this.pages.send(reply, 'reset', { title: 'reset', email: await this.resets.whose(token) });
  }

  @Post()
  async save(@Param('token') token: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { password } = readForm(body, 'password');
    await this.pages.submit(
      async () => {
        await this.resets.reset(token, password);
        this.pages.redirect(reply, '/desk/sign-in?done=password-set');
      },
      async (faults) => this.pages.send(reply, 'reset', { title: 'reset', email: await this.resets.whose(token), faults }),
    );
  }
}
