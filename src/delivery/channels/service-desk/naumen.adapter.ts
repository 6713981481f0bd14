import { z } from 'zod';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import type { ParcelFile } from '../../parcel.js';
import { fileOf, missingFiles } from './desk-files.js';
import { DeskHttp } from './desk-http.adapter.js';
import { asHtml, plainText } from './rich-text.js';
import type { DeskTicket, ServiceDesk, TicketReading } from './service-desk.js';
import { ticketState, type StateWords } from './ticket-states.js';

const STATES: StateWords = {
  registered: 'open', inprogress: 'open', suspended: 'waiting', waitclientanswer: 'waiting',
  resolved: 'resolved', closed: 'resolved', rejected: 'rejected', cancelled: 'rejected', canceled: 'rejected',
};

const uuid = z.string().regex(/^[A-Za-z]+\$\d+$/);
const named = z.object({ UUID: uuid });
/** A file, a comment's author or a state comes as an object or as its bare name. */
const files = z.object({ files: z.array(z.object({ title: z.string() })).default([]) });
const call = z.object({ state: z.union([z.string(), z.object({ code: z.string() }).transform(({ code }) => code)]), author: z.object({ UUID: uuid }).nullish() });
const comments = z.array(z.object({ UUID: uuid, text: z.string().default(''), author: z.object({ UUID: uuid }).nullish() }));

/**
 * Naumen Service Desk, `/sd/services/rest`. The key stands in each address, so addresses are never told. `queue` is the type
 * of the request (what follows `serviceCall$`), `caseField` the attribute that holds the case number, `fields` the attributes
 * that the type demands (agreement, service, client). Files are a step of their own.
 */
export class NaumenDesk implements ServiceDesk {
  private readonly http: DeskHttp;
  private readonly key: { accessKey: string };

  constructor(private readonly settings: ServiceDeskSettings) {
    const { url: baseUrl, token, timeoutMs } = settings;
    this.http = new DeskHttp({ baseUrl, headers: {}, secrets: [token], timeoutMs });
    this.key = { accessKey: token };
  }

  async find(caseNumber: string): Promise<string[]> {
    const json = { [this.settings.caseField ?? '']: caseNumber };
    const calls = await this.http.ask({ method: 'POST', path: '/sd/services/rest/find/serviceCall', query: { ...this.key, attrs: 'UUID' }, json }, z.array(named));
    return calls.map(({ UUID }) => UUID).sort((a, b) => idOf(a) - idOf(b));
  }

  async create({ caseNumber, subject, text, contact }: DeskTicket): Promise<string> {
    const { queue, caseField, fields } = this.settings;
    const path = `/sd/services/rest/create-m2m/serviceCall$${encodeURIComponent(queue)}`;
    const json = {
      shortDescr: subject,
      descriptionRTF: asHtml(text),
      clientName: contact.fullName,
      clientEmail: contact.email,
      clientPhone: contact.phone,
      ...fields,
      ...(caseField && { [caseField]: caseNumber }),
    };
    const { UUID } = await this.http.ask({ method: 'POST', path, query: { ...this.key, attrs: 'UUID,number' }, json, makes: true }, named);
    return UUID;
  }

  async complete(id: string, wanted: ParcelFile[]): Promise<void> {
    const there = await this.http.ask({ method: 'GET', path: `/sd/services/rest/get/${id}`, query: { ...this.key, attrs: 'files' } }, files);
    await this.attach(id, missingFiles(wanted, there.files.map(({ title }) => title)));
  }

  async read(id: string, after: string | null): Promise<TicketReading> {
    const { state, author } = await this.http.ask({ method: 'GET', path: `/sd/services/rest/get/${id}`, query: { ...this.key, attrs: 'state,author' } }, call);
    const query = { ...this.key, attrs: 'UUID,text,author' };
    const all = await this.http.ask({ method: 'POST', path: '/sd/services/rest/find/comment', query, json: { source: id } }, comments);
    const news = all
      .filter((entry) => (!author || entry.author?.UUID !== author.UUID) && (after === null || idOf(entry.UUID) > idOf(after)))
      .sort((a, b) => idOf(a.UUID) - idOf(b.UUID))
      .map(({ UUID, text }) => ({ id: UUID, text: plainText(text) }));
    return { state: ticketState(state, this.settings.states, STATES), label: state, comments: news };
  }

  async comment(id: string, text: string): Promise<void> {
    const query = { ...this.key, attrs: 'UUID' };
    await this.http.ask({ method: 'POST', path: '/sd/services/rest/create-m2m/comment', query, json: { source: id, text: asHtml(text) }, makes: true }, named);
  }

  async attach(id: string, wanted: ParcelFile[]): Promise<void> {
    for (const file of wanted) {
      const form = new FormData();
      form.set('file', fileOf(file), file.fileName);
      await this.http.call({ method: 'POST', path: `/sd/services/rest/add-file/${id}`, query: this.key, form, makes: true, bodiless: true });
    }
  }

  page(id: string): string {
    return `${this.settings.url}/sd/operator/#uuid:${encodeURIComponent(id)}`;
  }
}

/** The number in `serviceCall$4711`: later ones are greater. */
function idOf(id: string): number {
  return Number(id.slice(id.indexOf('$') + 1));
}
