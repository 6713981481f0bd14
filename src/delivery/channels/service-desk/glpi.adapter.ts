import { z } from 'zod';
import type { ServiceDeskSettings } from '../../../config/service-desk-settings.js';
import type { ParcelFile } from '../../parcel.js';
import { DeskFault } from './desk-fault.js';
import { fileOf, missingFiles } from './desk-files.js';
import { DeskHttp, type DeskRequest } from './desk-http.adapter.js';
import { asHtml, plainText } from './rich-text.js';
import type { DeskTicket, ServiceDesk, TicketReading } from './service-desk.js';
import { namesCase, ticketState, type StateWords } from './ticket-states.js';

/** GLPI gives numbers: 1 new, 2 assigned, 3 planned, 4 pending, 5 solved, 6 closed. */
const STATES: StateWords = { '1': 'open', '2': 'open', '3': 'open', '4': 'waiting', '5': 'resolved', '6': 'resolved' };
/** Numbers of search options of a ticket. */
const TITLE = '1';
const ID = '2';
const INCIDENT = 1;
const SESSION_GONE = 'ERROR_SESSION_TOKEN_INVALID';

const session = z.object({ session_token: z.string().min(1) });
const found = z.object({ data: z.array(z.object({ [ID]: z.coerce.string(), [TITLE]: z.string() })).default([]) });
const created = z.object({ id: z.coerce.string().regex(/^[1-9]\d*$/) });
const ticket = z.object({ status: z.coerce.string(), users_id_recipient: z.coerce.string(), is_deleted: z.coerce.number().default(0) });
const links = z.array(z.object({ documents_id: z.coerce.string() }));
const document = z.object({ filename: z.string() });
const followups = z.array(z.object({ id: z.number(), users_id: z.coerce.string(), content: z.string() }));

/**
 * GLPI's REST interface (`…/apirest.php`). A session is opened with the user's token and opened again when it has gone.
 * `queue` is the number of the category (may be empty). Files are a step of their own.
 */
export class GlpiDesk implements ServiceDesk {
  private readonly http: DeskHttp;
  private readonly site: string;
  private session: string | null = null;

  constructor(private readonly settings: ServiceDeskSettings) {
    const { url, token, appToken, timeoutMs } = settings;
    this.site = url.replace(/\/apirest\.php$/, '');
    this.http = new DeskHttp({
      baseUrl: `${this.site}/apirest.php`,
      headers: appToken ? { 'app-token': appToken } : {},
      secrets: [token, appToken ?? ''],
      timeoutMs,
    });
  }

  async find(caseNumber: string): Promise<string[]> {
    const query = {
      'criteria[0][field]': TITLE,
      'criteria[0][searchtype]': 'contains',
      'criteria[0][value]': caseNumber,
      'forcedisplay[0]': TITLE,
      'forcedisplay[1]': ID,
      range: '0-49',
    };
    const { data } = await this.ask({ method: 'GET', path: '/search/Ticket', query }, found);
    return data.filter((row) => namesCase(row[TITLE] ?? '', caseNumber)).map((row) => row[ID] ?? '').sort((a, b) => Number(a) - Number(b));
  }

  async create({ subject, text }: DeskTicket): Promise<string> {
    const { queue, fields } = this.settings;
    const input = { name: subject, content: asHtml(text), type: INCIDENT, ...(queue && { itilcategories_id: Number(queue) }), ...fields };
    const { id } = await this.ask({ method: 'POST', path: '/Ticket', json: { input }, makes: true }, created);
    return id;
  }

  async complete(id: string, files: ParcelFile[]): Promise<void> {
    const linked = await this.ask({ method: 'GET', path: `/Ticket/${id}/Document_Item` }, links);
    const names: string[] = [];
    for (const { documents_id } of linked) names.push((await this.ask({ method: 'GET', path: `/Document/${documents_id}` }, document)).filename);
    await this.attach(id, missingFiles(files, names));
  }

  async read(id: string, after: string | null): Promise<TicketReading> {
    const { status, users_id_recipient, is_deleted } = await this.ask({ method: 'GET', path: `/Ticket/${id}` }, ticket);
    const all = await this.ask({ method: 'GET', path: `/Ticket/${id}/ITILFollowup` }, followups);
    const comments = all
      .filter(({ id: entry, users_id }) => users_id !== users_id_recipient && entry > Number(after ?? 0))
      .sort((a, b) => a.id - b.id)
      .map(({ id: entry, content }) => ({ id: String(entry), text: plainText(content) }));
    return { state: is_deleted ? 'rejected' : ticketState(status, this.settings.states, STATES), label: '', comments };
  }

  async comment(id: string, text: string): Promise<void> {
    const input = { itemtype: 'Ticket', items_id: Number(id), content: asHtml(text) };
    await this.ask({ method: 'POST', path: '/ITILFollowup', json: { input }, makes: true }, created);
  }

  async attach(id: string, files: ParcelFile[]): Promise<void> {
    for (const file of files) {
      const form = new FormData();
      form.set('uploadManifest', JSON.stringify({ input: { name: file.fileName, _filename: [file.fileName] } }));
      form.set('filename[0]', fileOf(file), file.fileName);
      const { id: documentId } = await this.ask({ method: 'POST', path: '/Document', form, makes: true }, created);
      const input = { documents_id: Number(documentId), items_id: Number(id), itemtype: 'Ticket' };
      await this.ask({ method: 'POST', path: '/Document_Item', json: { input }, makes: true }, created);
    }
  }

  page(id: string): string {
    return `${this.site}/front/ticket.form.php?id=${encodeURIComponent(id)}`;
  }

  /** Opens a session first; once again when the desk no longer knows it, for then it has done nothing yet. */
  private async ask<T>(request: DeskRequest, schema: z.ZodType<T>, again = true): Promise<T> {
    const token = (this.session ??= await this.open());
    try {
      return await this.http.ask({ ...request, headers: { 'session-token': token } }, schema);
    } catch (error) {
      if (!again || !(error instanceof DeskFault) || !error.reason.detail?.includes(SESSION_GONE)) throw error;
      this.session = null;
      return this.ask(request, schema, false);
    }
  }

  private async open(): Promise<string> {
    const headers = { authorization: `user_token ${this.settings.token}` };
    const { session_token } = await this.http.ask({ method: 'GET', path: '/initSession', headers }, session);
    this.http.hide(session_token);
    return session_token;
  }
}
