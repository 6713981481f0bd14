import { z } from 'zod';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import type { ParcelFile } from '../../parcel.js';
import { DeskHttp } from './desk-http.adapter.js';
import type { DeskTicket, ServiceDesk, TicketReading } from './service-desk.js';
import { namesCase, ticketState, type StateWords } from './ticket-states.js';

const STATES: StateWords = {
  resolved: 'resolved', решена: 'resolved', closed: 'resolved', закрыта: 'resolved',
  rejected: 'rejected', отклонена: 'rejected', отказ: 'rejected',
  feedback: 'waiting', 'нужен отклик': 'waiting', 'обратная связь': 'waiting',
};
const SEARCH_LIMIT = '100';

const found = z.object({ issues: z.array(z.object({ id: z.number(), subject: z.string() })) });
const uploaded = z.object({ upload: z.object({ token: z.string().min(1) }) });
const created = z.object({ issue: z.object({ id: z.number() }) });
const issue = z.object({
  issue: z.object({
    status: z.object({ name: z.string(), is_closed: z.boolean().optional() }),
    author: z.object({ id: z.number() }),
    journals: z.array(z.object({ id: z.number(), user: z.object({ id: z.number() }).optional(), notes: z.string().nullish() })).default([]),
  }),
});

/**
 * Redmine's REST interface. The project's identifier is `queue`; `caseField` is the number of a custom field that holds the
 * case number, without it the subject is searched. Files are uploaded first and named in the call that makes the ticket.
 */
export class RedmineDesk implements ServiceDesk {
  private readonly http: DeskHttp;

  constructor(private readonly settings: ServiceDeskSettings) {
    const { url: baseUrl, token, timeoutMs } = settings;
    this.http = new DeskHttp({ baseUrl, headers: { 'x-redmine-api-key': token }, secrets: [token], timeoutMs });
  }

  async find(caseNumber: string): Promise<string[]> {
    const { queue, caseField } = this.settings;
    const where: Record<string, string> = caseField ? { [`cf_${caseField}`]: caseNumber } : { subject: `~${caseNumber}` };
    const query = { status_id: '*', sort: 'id', limit: SEARCH_LIMIT, ...where };
    const { issues } = await this.http.ask({ method: 'GET', path: `/projects/${encodeURIComponent(queue)}/issues.json`, query }, found);
    return issues.filter(({ subject }) => caseField !== null || namesCase(subject, caseNumber)).map(({ id }) => String(id));
  }

  async create({ caseNumber, subject, text, files }: DeskTicket): Promise<string> {
    const { queue, caseField, fields } = this.settings;
    const uploads = await this.upload(files);
    const custom = [...((fields['custom_fields'] as object[] | undefined) ?? []), ...(caseField ? [{ id: Number(caseField), value: caseNumber }] : [])];
    const json = { issue: { project_id: queue, subject, description: text, ...fields, ...(custom.length > 0 && { custom_fields: custom }), uploads } };
    const { issue: made } = await this.http.ask({ method: 'POST', path: '/issues.json', json, makes: true }, created);
    return String(made.id);
  }

  async read(id: string, after: string | null): Promise<TicketReading> {
    const { issue: seen } = await this.http.ask({ method: 'GET', path: `/issues/${id}.json`, query: { include: 'journals' } }, issue);
    const { name, is_closed } = seen.status;
    const state = ticketState(name, this.settings.states, STATES);
    const comments = seen.journals
      .filter(({ id: entry, user, notes }) => notes?.trim() && user?.id !== seen.author.id && entry > Number(after ?? 0))
      .map(({ id: entry, notes }) => ({ id: String(entry), text: notes ?? '' }));
    // A closed status of whichever name has ended.
    return { state: is_closed && (state === 'open' || state === 'waiting') ? 'resolved' : state, label: name, comments };
  }

  async comment(id: string, text: string): Promise<void> {
    await this.update(id, { notes: text });
  }

  async attach(id: string, files: ParcelFile[]): Promise<void> {
    await this.update(id, { uploads: await this.upload(files) });
  }

  page(id: string): string {
    return `${this.settings.url}/issues/${encodeURIComponent(id)}`;
  }

  private async update(id: string, change: object): Promise<void> {
    await this.http.call({ method: 'PUT', path: `/issues/${id}.json`, json: { issue: change }, makes: true, bodiless: true });
  }

  /** What was uploaded and is named by no ticket is thrown away by Redmine itself, so this may be repeated. */
  private async upload(files: ParcelFile[]): Promise<{ token: string; filename: string; content_type: string }[]> {
    const uploads = [];
    for (const { fileName, mediaType, bytes } of files) {
      const body = { type: 'application/octet-stream', bytes: new Uint8Array(bytes) };
      const { upload } = await this.http.ask({ method: 'POST', path: '/uploads.json', query: { filename: fileName }, body }, uploaded);
      uploads.push({ token: upload.token, filename: fileName, content_type: mediaType });
    }
    return uploads;
  }
}
