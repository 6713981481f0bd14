import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { follow } from '../../guides/chooser.js';
import { GuidesService } from '../../guides/guides.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { ChooserPresenter } from './chooser.presenter.js';
import { PageService } from '../page.service.js';

/** `/help/which/<answer>/…`: «Какая это система?», a question or an end by the answers in the address. */
@Controller('help/which')
export class ChooserController {
  constructor(
    private readonly guides: GuidesService,
    private readonly presenter: ChooserPresenter,
    private readonly pages: PageService,
  ) {}

  @Get()
  first(@Res() reply: FastifyReply): Promise<void> {
    return this.show(reply, []);
  }

  @Get(':first')
  second(@Res() reply: FastifyReply, @Param('first') first: string): Promise<void> {
    return this.show(reply, [first]);
  }

  @Get(':first/:second')
  third(@Res() reply: FastifyReply, @Param('first') first: string, @Param('second') second: string): Promise<void> {
    return this.show(reply, [first, second]);
  }

  @Get(':first/:second/:third')
  last(@Res() reply: FastifyReply, @Param('first') first: string, @Param('second') second: string, @Param('third') third: string): Promise<void> {
    return this.show(reply, [first, second, third]);
  }

  private async show(reply: FastifyReply, answers: string[]): Promise<void> {
    const place = follow(answers);
    if (!place) throw new DomainError('not-found', 'no-such-page');
    if ('ask' in place.step) this.pages.send(reply, 'help/which', this.presenter.question(answers, place.step.ask));
    else this.pages.send(reply, 'help/which-end', this.presenter.end(answers, place.step, await this.guides.catalogue()));
  }
}
