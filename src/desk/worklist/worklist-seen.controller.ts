import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WorklistService } from '../../cases/worklist/worklist.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** The operator has the case before his eyes: its dot goes out until it changes. */
@Controller('desk/worklist/seen')
export class WorklistSeenController {
  constructor(private readonly worklist: WorklistService) {}

  @Post()
  @HttpCode(204)
  @Requires('see', 'case')
  async seen(@Me() me: SignedIn, @Body() body: unknown): Promise<void> {
    const { id } = readForm(body, 'id');
    if (isId(id)) await this.worklist.markSeen(me.account.id, [id]);
  }
}
