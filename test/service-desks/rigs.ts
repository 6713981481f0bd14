import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../src/config/config.js';
import type { ServiceDeskSettings } from '../../src/config/service-desk-settings.js';
import { connectDesk } from '../../src/delivery/channels/service-desk/connect-desk.adapter.js';
import type { ServiceDesk } from '../../src/delivery/channels/service-desk/service-desk.js';
import { TemplatesService } from '../../src/platform/templates.service.js';
import { GLPI_APP_TOKEN, GLPI_TOKEN, glpiPage } from '../support/desks/glpi-page.js';
import { NAUMEN_KEY, naumenPage } from '../support/desks/naumen-page.js';
import { PORTAL_TOKEN, portalPage } from '../support/desks/portal-page.js';
import { ScriptedDesk, type Product } from '../support/desks/scripted-desk.js';
import { ZAMMAD_TOKEN, zammadPage } from '../support/desks/zammad-page.js';
import { Wire } from './wire.js';

/** A ticket as the desk's own administrator sees it. */
export interface SeenTicket {
  id: string;
  subject: string;
  text: string;
  files: { name: string; bytes: Buffer }[];
}

/** One desk with a wire between it and us that can be cut, and the eyes and hands of its administrator. */
export interface Rig {
  settings: Record<string, string>;
  wire: Wire;
  /** Only where the desk is scripted. */
  script: ScriptedDesk | null;
  /** Whether a ticket's files are there from its first moment. */
  filesAtOnce: boolean;
  tickets(caseNumber: string): Promise<SeenTicket[]>;
  set(id: string, state: 'waiting' | 'resolved' | 'rejected'): Promise<void>;
  say(id: string, text: string): Promise<void>;
  close(): Promise<void>;
}

const PEERS = process.env['PEERS_DIR'] ?? '/var/lib/certdesk-peers';

/** How the test command's real servers are reached (`test/support/peers/up.sh`). */
function peer(name: 'rt' | 'redmine'): Record<'url' | 'token' | 'queue' | 'field' | 'admin', string> {
  try {
    return JSON.parse(readFileSync(join(PEERS, `${name}.json`), 'utf8')) as ReturnType<typeof peer>;
  } catch {
    throw new Error(`no ${name} in ${PEERS}: start it as root with test/support/peers/up.sh`);
  }
}

/** The settings as an administrator writes them, checked as at start. */
export function configOf(settings: Record<string, string>): Config {
  return loadConfig({ SERVICE_DESK_TIMEOUT: '2', ...settings });
}

function settingsOf(settings: Record<string, string>): ServiceDeskSettings {
  const { serviceDeskApi } = configOf(settings);
  if (!serviceDeskApi) throw new Error('no desk');
  return serviceDeskApi;
}

export function deskOf(settings: Record<string, string>): ServiceDesk {
  return connectDesk(settingsOf(settings), new TemplatesService());
}

const json = async (url: string, init: RequestInit): Promise<unknown> => {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${new URL(url).pathname}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
};

async function rt(field: boolean): Promise<Rig> {
  const { url, token, queue, field: name } = peer('rt');
  const wire = await Wire.open(url);
  const headers = { authorization: `Basic ${Buffer.from('root:password').toString('base64')}`, 'content-type': 'application/json' };
  const ask = (path: string, init: RequestInit = {}): Promise<unknown> => json(`${url}/REST/2.0${path}`, { headers, ...init });
  return {
    settings: { SERVICE_DESK: 'rt', SERVICE_DESK_URL: wire.url, SERVICE_DESK_TOKEN: token, SERVICE_DESK_QUEUE: queue, SERVICE_DESK_TIMEOUT: '60', ...(field && { SERVICE_DESK_CASE_FIELD: name }) },
    wire,
    script: null,
    filesAtOnce: true,
    async tickets(caseNumber) {
      const { items } = (await ask(`/tickets?query=${encodeURIComponent(`Subject LIKE '${caseNumber}'`)}&fields=Subject&orderby=id`)) as { items: { id: string; Subject: string }[] };
      return Promise.all(
        items.map(async ({ id, Subject }) => {
          const { items: parts } = (await ask(`/ticket/${id}/attachments?fields=Filename,ContentType&per_page=100`)) as { items: { id: string; Filename: string; ContentType: string }[] };
          const bodies = await Promise.all(parts.map(async (part) => ({ ...part, body: ((await ask(`/attachment/${part.id}`)) as { Content?: string }).Content ?? '' })));
          const text = Buffer.from(bodies.find(({ Filename, ContentType, body }) => !Filename && ContentType === 'text/plain' && body)?.body ?? '', 'base64').toString('utf8');
          return { id, subject: Subject, text, files: bodies.filter(({ Filename }) => Filename).map(({ Filename, body }) => ({ name: Filename, bytes: Buffer.from(body, 'base64') })) };
        }),
      );
    },
    set: async (id, state) => void (await ask(`/ticket/${id}`, { method: 'PUT', body: JSON.stringify({ Status: state === 'waiting' ? 'stalled' : state }) })),
    say: async (id, text) => void (await ask(`/ticket/${id}/correspond`, { method: 'POST', body: JSON.stringify({ Content: text, ContentType: 'text/plain' }) })),
    close: () => wire.close(),
  };
}

async function redmine(): Promise<Rig> {
  const { url, token, queue, admin } = peer('redmine');
  const wire = await Wire.open(url);
  const headers = { 'x-redmine-api-key': admin, 'content-type': 'application/json' };
  const ask = (path: string, init: RequestInit = {}): Promise<unknown> => json(`${url}${path}`, { headers, ...init });
  const STATUS = { waiting: 4, resolved: 3, rejected: 6 };
  return {
    settings: { SERVICE_DESK: 'redmine', SERVICE_DESK_URL: wire.url, SERVICE_DESK_TOKEN: token, SERVICE_DESK_QUEUE: queue, SERVICE_DESK_TIMEOUT: '60' },
    wire,
    script: null,
    filesAtOnce: true,
    async tickets(caseNumber) {
      const { issues } = (await ask(`/issues.json?status_id=*&subject=~${caseNumber}&sort=id`)) as { issues: { id: number; subject: string; description: string }[] };
      return Promise.all(
        issues.map(async ({ id, subject, description }) => {
          const { issue } = (await ask(`/issues/${id}.json?include=attachments`)) as { issue: { attachments: { filename: string; content_url: string }[] } };
          const files = await Promise.all(issue.attachments.map(async ({ filename, content_url }) => ({ name: filename, bytes: Buffer.from(await (await fetch(content_url, { headers })).arrayBuffer()) })));
          return { id: String(id), subject, text: description, files };
        }),
      );
    },
    set: async (id, state) => void (await ask(`/issues/${id}.json`, { method: 'PUT', body: JSON.stringify({ issue: { status_id: STATUS[state] } }) })),
    say: async (id, text) => void (await ask(`/issues/${id}.json`, { method: 'PUT', body: JSON.stringify({ issue: { notes: text } }) })),
    close: () => wire.close(),
  };
}

/** How a scripted product is set up on our side, and its words for states. */
interface ScriptedSetup {
  product: Product;
  settings: Record<string, string>;
  states: Record<'waiting' | 'resolved' | 'rejected', string>;
  idOf?: (id: number) => string;
  filesAtOnce: boolean;
}

async function scripted({ product, settings, states, idOf = String, filesAtOnce }: ScriptedSetup): Promise<Rig> {
  const script = await ScriptedDesk.start(product);
  const wire = await Wire.open(script.url);
  const kept = (id: string) => script.tickets.find((ticket) => idOf(ticket.id) === id);
  return {
    settings: { SERVICE_DESK_URL: wire.url, SERVICE_DESK_TIMEOUT: '3', ...settings },
    wire,
    script,
    filesAtOnce,
    tickets: async (caseNumber) =>
      script.tickets.filter(({ subject }) => subject.includes(caseNumber)).map(({ id, subject, text, files }) => ({ id: idOf(id), subject, text: text.replace(/<br>/g, '\n').replace(/&amp;/g, '&'), files })),
    set: async (id, state) => void Object.assign(kept(id) ?? {}, { state: states[state] }),
    say: async (id, text) => void kept(id)?.comments.push({ id: script.nextId(), author: 'them', text }),
    close: async () => {
      await wire.close();
      await script.close();
    },
  };
}

/** Every desk the service can speak to. */
export const RIGS: Record<string, () => Promise<Rig>> = {
  'RT 5, by the subject': () => rt(false),
  'RT 5, by a custom field': () => rt(true),
  'Redmine 5': () => redmine(),
  naumen: () =>
    scripted({
      product: naumenPage,
      settings: { SERVICE_DESK: 'naumen', SERVICE_DESK_TOKEN: NAUMEN_KEY, SERVICE_DESK_QUEUE: 'intake', SERVICE_DESK_CASE_FIELD: 'externalNumber', SERVICE_DESK_FIELDS: '{"agreement":"agreement$1"}' },
      states: { waiting: 'suspended', resolved: 'resolved', rejected: 'rejected' },
      idOf: (id) => `serviceCall$${id}`,
      filesAtOnce: false,
    }),
  glpi: () =>
    scripted({
      product: glpiPage,
      settings: { SERVICE_DESK: 'glpi', SERVICE_DESK_TOKEN: GLPI_TOKEN, SERVICE_DESK_APP_TOKEN: GLPI_APP_TOKEN, SERVICE_DESK_QUEUE: '3', SERVICE_DESK_STATES: '{"6":"rejected"}' },
      states: { waiting: '4', resolved: '5', rejected: '6' },
      filesAtOnce: false,
    }),
  zammad: () =>
    scripted({
      product: zammadPage,
      settings: { SERVICE_DESK: 'zammad', SERVICE_DESK_TOKEN: ZAMMAD_TOKEN, SERVICE_DESK_QUEUE: 'Intake', SERVICE_DESK_STATES: '{"rejected by us":"rejected"}' },
      states: { waiting: 'pending reminder', resolved: 'closed', rejected: 'Rejected by us' },
      filesAtOnce: true,
    }),
  http: () =>
    scripted({
      product: portalPage,
      settings: { SERVICE_DESK: 'http', SERVICE_DESK_TOKEN: PORTAL_TOKEN, SERVICE_DESK_QUEUE: 'certificates', SERVICE_DESK_FILE: 'examples/service-desk.yaml' },
      states: { waiting: 'Уточнение', resolved: 'Выполнена', rejected: 'Отклонена' },
      filesAtOnce: false,
    }),
};
