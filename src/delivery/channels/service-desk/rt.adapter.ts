import { z } from 'zod';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import { withoutTags } from '../../../platform/untrusted-text.js';
import type { ParcelFile } from '../../parcel.js';
import { DeskHttp } from './desk-http.adapter.js';
import { fileOf } from './desk-files.js';
import type { DeskComment, DeskTicket, ServiceDesk, TicketReading } from './service-desk.js';
import { namesCase, ticketState, type StateWords } from './ticket-states.js';

const STATES: StateWords = { new: 'open', open: 'open', stalled: 'waiting', resolved: 'resolved', rejected: 'rejected', deleted: 'rejected' };
const HISTORY_PAGE = 100;

const reference = z.object({ id: z.coerce.string() });
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
const found = list(z.object({ id: z.coerce.string(), Subject: z.string().default('') }));
const created = z.object({ id: z.coerce.string().regex(/^\d+$/) });
const ticket = z.object({ Status: z.string(), Creator: reference });
const history = list(z.object({ id: z.coerce.string(), Type: z.string(), Creator: reference }));
const attachments = list(z.object({ Content: z.string().nullish(), ContentType: z.string().default(''), Filename: z.string().nullish() }));

/**
 * Request Tracker 5, REST 2. Files go as multipart: a Cyrillic name in the JSON gives 500 and stores nothing. The ticket's
 * queue is `queue`; `caseField` names a custom field that holds the case number, without it the subject is searched.
 */
export class RtDesk implements ServiceDesk {
  private readonly http: DeskHttp;

  constructor(private readonly settings: ServiceDeskSettings) {
    const { url: baseUrl, token, timeoutMs } = settings;
    this.http = new DeskHttp({ baseUrl, headers: { authorization: `token ${token}` }, secrets: [token], timeoutMs });
  }

  async find(caseNumber: string): Promise<string[]> {
    const { queue, caseField } = this.settings;
    const where = caseField ? `'CF.{${caseField}}' = '${caseNumber}'` : `Subject LIKE '${caseNumber}'`;
    const query = { query: `Queue = '${quoted(queue)}' AND ${where}`, fields: 'Subject', orderby: 'id', order: 'ASC', per_page: '100' };
    const { items } = await this.http.ask({ method: 'GET', path: '/REST/2.0/tickets', query }, found);
    return items.filter(({ Subject }) => caseField !== null || namesCase(Subject, caseNumber)).map(({ id }) => id);
  }

  async create({ caseNumber, subject, text, contact, files }: DeskTicket): Promise<string> {
    const { queue, caseField, fields } = this.settings;
    const content = {
      Queue: queue,
      Subject: subject,
      Requestor: contact.email,
      Content: text,
      ContentType: 'text/plain',
      ...fields,
      CustomFields: { ...(fields['CustomFields'] as object | undefined), ...(caseField && { [caseField]: caseNumber }) },
    };
    const { id } = await this.http.ask({ method: 'POST', path: '/REST/2.0/ticket', form: withFiles(content, files), makes: true }, created);
    return id;
  }

  async read(id: string, after: string | null): Promise<TicketReading> {
    const { Status, Creator } = await this.http.ask({ method: 'GET', path: `/REST/2.0/ticket/${id}`, query: { fields: 'Status,Creator' } }, ticket);
    const news: DeskComment[] = [];
    for (let page = 1; ; page++) {
      const query = { fields: 'Type,Creator', per_page: String(HISTORY_PAGE), page: String(page) };
      const { items } = await this.http.ask({ method: 'GET', path: `/REST/2.0/ticket/${id}/history`, query }, history);
      for (const { id: entry, Type, Creator: author } of items) {
        const isNews = (Type === 'Comment' || Type === 'Correspond') && author.id !== Creator.id && Number(entry) > Number(after ?? 0);
        if (isNews) news.push({ id: entry, text: await this.words(entry) });
      }
      if (items.length < HISTORY_PAGE) break;
    }
    return { state: ticketState(Status, this.settings.states, STATES), label: Status, comments: news };
  }

  async comment(id: string, text: string): Promise<void> {
    await this.http.call({ method: 'POST', path: `/REST/2.0/ticket/${id}/comment`, json: { Content: text, ContentType: 'text/plain' }, makes: true });
  }

  async attach(id: string, files: ParcelFile[]): Promise<void> {
    const form = withFiles({ Content: files.map(({ fileName }) => fileName).join(', '), ContentType: 'text/plain' }, files);
    await this.http.call({ method: 'POST', path: `/REST/2.0/ticket/${id}/comment`, form, makes: true });
  }

  page(id: string): string {
    return `${this.settings.url}/Ticket/Display.html?id=${encodeURIComponent(id)}`;
  }

  /** The text of one entry: its first plain part, or what is left of its HTML. */
  private async words(entry: string): Promise<string> {
    const query = { fields: 'Content,ContentType,Filename' };
    const { items } = await this.http.ask({ method: 'GET', path: `/REST/2.0/transaction/${entry}/attachments`, query }, attachments);
    const texts = items.filter(({ ContentType, Filename, Content }) => ContentType.startsWith('text/') && !Filename && Content);
    const best = texts.find(({ ContentType }) => ContentType === 'text/plain') ?? texts[0];
    const content = best?.Content ?? '';
    return best?.ContentType === 'text/html' ? withoutTags(content, ' ') : content;
  }
}

function withFiles(content: object, files: ParcelFile[]): FormData {
  const form = new FormData();
  form.set('JSON', JSON.stringify(content));
  for (const file of files) form.append('Attachments', fileOf(file), file.fileName);
  return form;
}

/** A value inside single quotes of TicketSQL. */
function quoted(value: string): string {
  return value.replace(/[\\']/g, '\\$&');
}
