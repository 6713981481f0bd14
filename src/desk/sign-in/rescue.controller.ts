import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountRescueService } from '../../accounts/account-rescue.service.js';
import { ForAnybody } from '../../accounts/access.guard.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/rescue/<token>`: an administrator comes back in by a link from the server's console. */
@Controller('desk/rescue/:token')
@ForAnybody()
export class RescueController {
  constructor(
    private readonly rescues: AccountRescueService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    this.pages.send(reply, 'rescue', { title: 'rescue', email: await this.rescues.whose(token) });
  }

  @Post()
  async save(@Param('token') token: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { password } = readForm(body, 'password');
    await this.pages.submit(
      async () => {
        await this.rescues.rescue(token, password);
        this.pages.redirect(reply, '/desk/sign-in?done=rescued');
      },
      async (faults) => this.pages.send(reply, 'rescue', { title: 'rescue', email: await this.rescues.whose(token), faults }),
    );
  }
}
