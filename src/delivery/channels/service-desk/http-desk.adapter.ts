import { z } from 'zod';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import type { ParcelFile } from '../../parcel.js';
import { fileOf, missingFiles } from './desk-files.js';
import { DeskHttp, type DeskRequest } from './desk-http.adapter.js';
import { fill, valueAt, type DescribedRequest, type HttpDeskDescription } from './http-desk-description.js';
import type { DeskTicket, ServiceDesk, TicketReading } from './service-desk.js';
import { namesCase, ticketState } from './ticket-states.js';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const id = z.union([z.string().min(1), z.number()]).transform(String);
const entries = z.array(z.unknown());

/** A portal that nobody wrote code for: its requests and answers stand in a file. */
export class HttpDesk implements ServiceDesk {
  private readonly http: DeskHttp;
  readonly complete?: NonNullable<ServiceDesk['complete']>;

  constructor(
    private readonly settings: ServiceDeskSettings,
    private readonly described: HttpDeskDescription,
  ) {
    const { url: baseUrl, token, timeoutMs } = settings;
    this.http = new DeskHttp({ baseUrl, headers: this.filled(described.headers), secrets: [token], timeoutMs });
    if (!described.create.holdsFiles) this.complete = (ticketId, files) => this.attachMissing(ticketId, files);
  }

  async find(caseNumber: string): Promise<string[]> {
    const { find } = this.described;
    const list = await this.list(find, find.list, { caseNumber });
    return list.filter((entry) => !find.text || namesCase(this.pick(entry, find.text, text, find), caseNumber)).map((entry) => this.pick(entry, find.id, id, find));
  }

  async create({ caseNumber, subject, text: words, contact, files }: DeskTicket): Promise<string> {
    const { create } = this.described;
    const context = { caseNumber, subject, text: words, contact, files: files.map(named) };
    return this.pick(await this.send(create, context, { makes: true }), create.id, id, create, true);
  }

  async read(ticketId: string, after: string | null): Promise<TicketReading> {
    const { state, states, comments } = this.described;
    const label = this.pick(await this.send(state, { id: ticketId }), state.state, text, state);
    const known = Object.fromEntries(Object.entries(states).map(([word, meaning]) => [word.trim().toLowerCase(), meaning]));
    const reading: TicketReading = { state: ticketState(label, this.settings.states, known), label, comments: [] };
    if (!comments) return reading;
    const all = (await this.list(comments, comments.list, { id: ticketId })).map((entry) => ({
      id: this.pick(entry, comments.id, id, comments),
      text: this.pick(entry, comments.text, text, comments),
      ours: comments.author !== undefined && String(valueAt(entry, comments.author)) === comments.ours,
    }));
    const from = all.findIndex((entry) => entry.id === after) + 1;
    return { ...reading, comments: all.slice(from).filter(({ ours }) => !ours).map(({ id: entry, text: words }) => ({ id: entry, text: words })) };
  }

  async comment(ticketId: string, words: string): Promise<void> {
    await this.send(this.described.comment, { id: ticketId, text: words }, { makes: true, bodiless: true });
  }

  async attach(ticketId: string, files: ParcelFile[]): Promise<void> {
    const { attach } = this.described;
    if (!attach) return;
    for (const file of files) {
      const context = { id: ticketId, file: named(file) };
      const form = attach.file ? formOf(this.filled(attach.form ?? {}, context), attach.file, file) : undefined;
      await this.send(attach, context, { makes: true, bodiless: true, ...(form && { form }) });
    }
  }

  page(ticketId: string): string | null {
    // Without the token: the address is shown to people.
    return this.described.page ? fill(this.described.page, { id: ticketId, token: '', queue: this.settings.queue }) : null;
  }

  private async attachMissing(ticketId: string, files: ParcelFile[]): Promise<void> {
    const { attached } = this.described;
    const there = attached ? (await this.list(attached, attached.list, { id: ticketId })).map((entry) => this.pick(entry, attached.name, text, attached)) : [];
    await this.attach(ticketId, missingFiles(files, there));
  }

  private async list(described: DescribedRequest, at: string, context: object): Promise<unknown[]> {
    return this.pick(await this.send(described, context), at, entries, described);
  }

  private async send(described: DescribedRequest, context: object, how: Partial<DeskRequest> = {}): Promise<unknown> {
    const { method, path, headers, json, form, answers } = described;
    const body =
      how.form ? {}
      : json ? { json: JSON.parse(this.fill(json, context)) as unknown }
      : form ? { body: { type: 'application/x-www-form-urlencoded', bytes: new TextEncoder().encode(new URLSearchParams(this.filled(form, context)).toString()) } }
      : {};
    const means: DeskRequest['means'] = (status, said) => {
      const rule = answers.find((answer) => (answer.status ?? status) === status && (answer.has === undefined || said.includes(answer.has)));
      return rule === undefined ? null : rule.means === 'uncertain' ? 'lost' : rule.means;
    };
    const answer = await this.http.call({ method, path: this.fill(path, context), headers: this.filled(headers ?? {}, context), means, ...body, ...how });
    return answer.json;
  }

  private pick<T>(answer: unknown, at: string, schema: z.ZodType<T>, { path }: DescribedRequest, makes = false): T {
    const parsed = schema.safeParse(valueAt(answer, at));
    if (parsed.success) return parsed.data;
    throw this.http.fault({ kind: 'unreadable', detail: this.http.clean(`no ${at || 'list'} in the answer to ${path.split('?')[0] ?? ''}: ${JSON.stringify(answer)}`) }, { makes });
  }

  private filled(templates: Record<string, string>, context: object = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(templates).map(([name, source]) => [name, this.fill(source, context)]));
  }

  private fill(source: string, context: object): string {
    return fill(source, { token: this.settings.token, queue: this.settings.queue, ...context });
  }
}

function named({ fileName, mediaType, bytes }: ParcelFile): { name: string; type: string; base64: string } {
  return { name: fileName, type: mediaType, base64: Buffer.from(bytes).toString('base64') };
}

function formOf(fields: Record<string, string>, fileField: string, file: ParcelFile): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set(fileField, fileOf(file), file.fileName);
  return form;
}
