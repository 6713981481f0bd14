import { Injectable } from '@nestjs/common';
import { TemplatesService } from '../platform/templates.service.js';

/** Says quietly how far somebody is; the parts stay five whichever way the answers lead. */
@Injectable()
export class ProgressPresenter {
  constructor(private readonly templates: TemplatesService) {}

  part(part: 2 | 3 | 4 | 5): string {
    return this.templates.message('portal.progress.part', { part, name: this.templates.message(`portal.progress.${part}`) });
  }
}
