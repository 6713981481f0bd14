import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import { StartupError } from '../../../platform/startup-error.js';
import type { TemplatesService } from '../../../platform/templates.service.js';
import { GlpiDesk } from './glpi.adapter.js';
import { HttpDesk } from './http-desk.adapter.js';
import { checkDescription, type HttpDeskDescription } from './http-desk-description.js';
import { NaumenDesk } from './naumen.adapter.js';
import { RedmineDesk } from './redmine.adapter.js';
import { RtDesk } from './rt.adapter.js';
import type { ServiceDesk } from './service-desk.js';
import { ZammadDesk } from './zammad.adapter.js';

/** The desk that the settings name. @throws StartupError when the description of an `http` desk is wrong, with every fault. */
export function connectDesk(settings: ServiceDeskSettings, templates: TemplatesService): ServiceDesk {
  switch (settings.preset) {
    case 'rt':
      return new RtDesk(settings);
    case 'redmine':
      return new RedmineDesk(settings);
    case 'naumen':
      return new NaumenDesk(settings);
    case 'glpi':
      return new GlpiDesk(settings);
    case 'zammad':
      return new ZammadDesk(settings);
    case 'http':
      return new HttpDesk(settings, describedIn(settings.file ?? '', templates));
  }
}

function describedIn(file: string, templates: TemplatesService): HttpDeskDescription {
  const refuse = (faults: string[]): never => {
    throw new StartupError(templates.message('service-desk.file', { file, faults: faults.map((fault) => `\n  ${fault}`).join('') }));
  };
  let read: unknown;
  try {
    // JSON is YAML too.
    read = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse([templates.message('service-desk.unreadable', { reason: (error as Error).message.split('\n')[0] })]);
  }
  const checked = checkDescription(read);
  return 'faults' in checked ? refuse(checked.faults) : checked.description;
}
