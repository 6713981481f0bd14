import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { isSimpleKey, type SimpleKey } from '../../settings/simple-settings.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { SettingRowsService } from './setting-rows.service.js';

interface Shown {
  typed?: string;
  faults?: FormFaults;
  done?: string | undefined;
}

/** `/desk/settings/<key>`: one setting of one field. */
@Controller('desk/settings/:key')
@Requires('manage', 'settings')
export class SettingController {
  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly rows: SettingRowsService,
    private readonly templates: TemplatesService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('key') key: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, known(key), { done });
  }

  /** Shows the letter's head with what is typed; saves nothing. */
  @Post('preview')
  preview(@Me() me: SignedIn, @Param('key') key: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    return this.render(me, reply, known(key), { typed: readForm(body, 'value').value });
  }

  @Post()
  async save(@Me() me: SignedIn, @Param('key') name: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const key = known(name);
    const { value, version } = readForm(body, 'value', 'version');
    await this.pages.submit(
      async () => {
        await this.administration.change(actorOf(me), key, value, Number(version));
        this.pages.redirect(reply, `/desk/settings/${key}?done=setting-saved`);
      },
      (faults) => this.render(me, reply, key, { typed: value, faults }),
    );
  }

  @Post('reset')
  async reset(@Me() me: SignedIn, @Param('key') name: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const key = known(name);
    await this.pages.submit(
      async () => {
        await this.administration.reset(actorOf(me), key, Number(readForm(body, 'version').version));
        this.pages.redirect(reply, `/desk/settings/${key}?done=setting-reset`);
      },
      (faults) => this.render(me, reply, key, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, key: SimpleKey, { typed, ...rest }: Shown): Promise<void> {
    const { row, typed: held } = await this.rows.simple(key);
    const value = typed ?? held;
    const titleParams = { label: this.templates.message(`settings.rows.${key}.label`) };
    this.pages.send(reply, 'setting', { title: 'setting', titleParams, me, row, value, choices: this.rows.choices(key, value), head: this.rows.head(key, value), ...rest });
  }
}

function known(key: string): SimpleKey {
  if (!isSimpleKey(key)) throw new DomainError('not-found', 'no-such-page');
  return key;
}
