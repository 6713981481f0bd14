import { z } from 'zod';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import { withoutTags } from '../../../platform/untrusted-text.js';
import type { ParcelFile } from '../../parcel.js';
import { DeskHttp } from './desk-http.adapter.js';
import type { DeskTicket, ServiceDesk, TicketReading } from './service-desk.js';
import { namesCase, ticketState, type StateWords } from './ticket-states.js';

const STATES: StateWords = {
  'pending reminder': 'waiting', 'pending close': 'resolved', closed: 'resolved', merged: 'resolved', removed: 'rejected',
};

const found = z.array(z.object({ id: z.number(), title: z.string() }));
const created = z.object({ id: z.number() });
const ticket = z.object({ state: z.string(), created_by_id: z.number() });
const articles = z.array(z.object({ id: z.number(), created_by_id: z.number(), sender: z.string().nullish(), body: z.string(), content_type: z.string().default('text/plain') }));

/** Zammad's REST interface. The group is `queue`; the customer is found by the contact's mail address, or made. */
export class ZammadDesk implements ServiceDesk {
  private readonly http: DeskHttp;

  constructor(private readonly settings: ServiceDeskSettings) {
    const { url: baseUrl, token, timeoutMs } = settings;
    this.http = new DeskHttp({ baseUrl, headers: { authorization: `Token token=${token}` }, secrets: [token], timeoutMs });
  }

  async find(caseNumber: string): Promise<string[]> {
    const { caseField } = this.settings;
    const query = { query: `${caseField ?? 'title'}:"${caseNumber}"`, expand: 'true', limit: '50', sort_by: 'id', order_by: 'asc' };
    const tickets = await this.http.ask({ method: 'GET', path: '/api/v1/tickets/search', query }, found);
    return tickets
      .filter(({ title }) => namesCase(title, caseNumber))
      .sort((a, b) => a.id - b.id)
      .map(({ id }) => String(id));
  }

  async create({ caseNumber, subject, text, contact, files }: DeskTicket): Promise<string> {
    const { queue, caseField, fields } = this.settings;
    const json = {
      title: subject,
      group: queue,
      customer_id: `guess:${contact.email}`,
      ...fields,
      ...(caseField && { [caseField]: caseNumber }),
      article: { subject, body: text, type: 'note', internal: false, content_type: 'text/plain', attachments: files.map(attachment) },
    };
    const { id } = await this.http.ask({ method: 'POST', path: '/api/v1/tickets', json, makes: true }, created);
    return String(id);
  }

  async read(id: string, after: string | null): Promise<TicketReading> {
    const { state, created_by_id } = await this.http.ask({ method: 'GET', path: `/api/v1/tickets/${id}`, query: { expand: 'true' } }, ticket);
    const all = await this.http.ask({ method: 'GET', path: `/api/v1/ticket_articles/by_ticket/${id}` }, articles);
    const comments = all
      .filter(({ id: entry, created_by_id: author, sender }) => author !== created_by_id && sender !== 'System' && entry > Number(after ?? 0))
      .map(({ id: entry, body, content_type }) => ({ id: String(entry), text: content_type === 'text/html' ? withoutTags(body, ' ') : body }));
    return { state: ticketState(state, this.settings.states, STATES), label: state, comments };
  }

  async comment(id: string, text: string): Promise<void> {
    await this.article(id, text, []);
  }

  async attach(id: string, files: ParcelFile[]): Promise<void> {
    await this.article(id, files.map(({ fileName }) => fileName).join(', '), files);
  }

  page(id: string): string {
    return `${this.settings.url}/#ticket/zoom/${encodeURIComponent(id)}`;
  }

  private async article(id: string, body: string, files: ParcelFile[]): Promise<void> {
    const json = { ticket_id: Number(id), body, type: 'note', internal: false, content_type: 'text/plain', attachments: files.map(attachment) };
    await this.http.ask({ method: 'POST', path: '/api/v1/ticket_articles', json, makes: true }, created);
  }
}

function attachment({ fileName, mediaType, bytes }: ParcelFile): object {
  return { filename: fileName, data: Buffer.from(bytes).toString('base64'), 'mime-type': mediaType };
}
