import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { StartupError } from '../../../platform/startup-error.js';
import type { TemplatesService } from '../../../platform/templates.service.js';
import { EdmsSystemsService } from '../../edms-systems.service.js';
import { DirectumRx } from './directum-rx.adapter.js';
import { checkEdmsSystems } from './edms-description.js';

/** The EDMS of a file; none without one. @throws StartupError when the file is wrong, with every fault and nothing of what stands in it. */
export function connectEdms(file: string | null, templates: TemplatesService): EdmsSystemsService {
  if (file === null) return new EdmsSystemsService([]);
  const refuse = (faults: string[]): never => {
    throw new StartupError(templates.message('edms.file', { file, faults: faults.map((fault) => `\n  ${fault}`).join('') }));
  };
  let read: unknown;
  try {
    // JSON is YAML too.
    read = parse(readFileSync(file, 'utf8'));
  } catch {
    return refuse([templates.message('edms.unreadable')]);
  }
  const checked = checkEdmsSystems(read);
  if ('faults' in checked) return refuse(checked.faults);
  return new EdmsSystemsService(checked.systems.map((system) => ({ name: system.name, url: system.url, organizations: system.organizations, edms: new DirectumRx(system) })));
}
