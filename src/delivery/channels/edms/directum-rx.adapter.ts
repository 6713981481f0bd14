import { z } from 'zod';
import type { ParcelFile } from '../../parcel.js';
import { DeskHttp } from '../service-desk/desk-http.adapter.js';
import { DeskFault } from '../service-desk/desk-fault.js';
import { namesCase } from '../service-desk/ticket-states.js';
import type { DraftReading, Edms, EdmsLetter } from './edms.js';
import type { EdmsSystem } from './edms-description.js';

const row = z.object({ Id: z.int() });
const list = <T extends z.ZodType>(item: T) => z.object({ value: z.array(item) });
const letters = list(row.extend({ Subject: z.string().nullish(), LifeCycleState: z.string().nullish() }));
/** RX keeps what nobody wants as «Устаревший». */
const OBSOLETE = 'Obsolete';
const state = z.object({ LifeCycleState: z.string().nullish(), RegistrationState: z.string().nullish(), RegistrationNumber: z.string().nullish(), RegistrationDate: z.string().nullish() });
const version = row.extend({ Body: z.object({ Value: z.string().nullish() }).nullish() });

/** Strings in a filter stand in single quotes, one in them is doubled (OData 4.01, 5.1.1.14.2). */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const extension = ({ fileName }: ParcelFile): string => fileName.split('.').at(-1)?.toLowerCase() ?? '';

/** Directum RX through its integration service (OData 4, Basic). A letter's text is the body of its first version, an enclosure a document of its own. */
export class DirectumRx implements Edms {
  private readonly http: DeskHttp;

  constructor(private readonly system: EdmsSystem) {
    const { url, login, password, timeout } = system;
    const credentials = Buffer.from(`${login}:${password}`).toString('base64');
    // Without `Return` some versions answer what was made with an empty 204.
    const headers = { authorization: `Basic ${credentials}`, prefer: 'return=representation' };
    this.http = new DeskHttp({ baseUrl: url.replace(/\/+$/, ''), headers, secrets: [password, credentials], timeoutMs: timeout * 1000 });
  }

  async find(caseNumber: string): Promise<string[]> {
    const query = { $filter: `contains(Subject,${quoted(caseNumber)})`, $select: 'Id,Subject,LifeCycleState', $orderby: 'Id', $top: '50' };
    const { value } = await this.http.ask({ method: 'GET', path: '/IOutgoingLetters', query }, letters);
    return value.filter(({ Subject, LifeCycleState }) => LifeCycleState !== OBSOLETE && namesCase(Subject ?? '', caseNumber)).map(({ Id }) => String(Id));
  }

  async create({ subject, inn }: EdmsLetter): Promise<string> {
    const { documentKind, correspondent, fields } = this.system;
    const unit = await this.only('IBusinessUnits', `TIN eq ${quoted(inn)}`);
    const json = {
      Subject: subject,
      DocumentKind: { Id: documentKind },
      Correspondent: { Id: correspondent },
      ...(unit !== null && { BusinessUnit: { Id: unit } }),
      ...fields,
    };
    const { Id } = await this.http.ask({ method: 'POST', path: '/IOutgoingLetters', json, makes: true }, row);
    return String(Id);
  }

  async complete(id: string, { body, enclosure }: EdmsLetter): Promise<void> {
    await this.fill(`/IOutgoingLetters(${id})`, body);
    await this.fill(`/IAddendums(${await this.addendum(id, enclosure.subject)})`, enclosure);
  }

  async read(id: string): Promise<DraftReading> {
    try {
      const { LifeCycleState, RegistrationState, RegistrationNumber, RegistrationDate } = await this.http.ask({ method: 'GET', path: `/IOutgoingLetters(${id})` }, state);
      if (RegistrationState === 'Registered' && RegistrationNumber) return { state: 'registered', number: RegistrationNumber, date: RegistrationDate?.slice(0, 10) ?? null };
      return { state: LifeCycleState === OBSOLETE ? 'gone' : 'draft' };
    } catch (error) {
      if (error instanceof DeskFault && error.reason.code === 'not-found') return { state: 'gone' };
      throw error;
    }
  }

  /** The enclosure's own card; one that an earlier try has made is taken. */
  private async addendum(letterId: string, subject: string): Promise<number> {
    const query = { $filter: `LeadingDocument/Id eq ${letterId}`, $select: 'Id,Subject', $orderby: 'Id' };
    const { value } = await this.http.ask({ method: 'GET', path: '/IAddendums', query }, letters);
    const there = value.find(({ Subject }) => Subject === subject);
    if (there) return there.Id;
    const json = { Subject: subject, DocumentKind: { Id: this.system.addendumKind }, LeadingDocument: { Id: Number(letterId) } };
    return (await this.http.ask({ method: 'POST', path: '/IAddendums', json, makes: true }, row)).Id;
  }

  /** Puts a file into a document that has none: what a person has put there meanwhile stays. */
  private async fill(path: string, file: ParcelFile): Promise<void> {
    const { value: versions } = await this.http.ask({ method: 'GET', path: `${path}/Versions`, query: { $select: 'Id', $orderby: 'Number' } }, list(row));
    const first = versions[0] ?? (await this.version(path, file));
    const address = `${path}/Versions(${first.Id})`;
    if (versions[0] && (await this.http.ask({ method: 'GET', path: address, query: { $expand: 'Body' } }, version)).Body?.Value) return;
    await this.http.call({ method: 'POST', path: `${address}/Body`, json: { Value: Buffer.from(file.bytes).toString('base64') }, bodiless: true });
  }

  private async version(path: string, file: ParcelFile): Promise<z.output<typeof row>> {
    const application = await this.only('IAssociatedApplications', `Extension eq ${quoted(extension(file))}`);
    const json = { Note: file.fileName, ...(application !== null && { AssociatedApplication: { Id: application } }) };
    return this.http.ask({ method: 'POST', path: `${path}/Versions`, json, makes: true }, row);
  }

  /** Id of the one row that fits, `null` when there is none or more than one. */
  private async only(set: string, filter: string): Promise<number | null> {
    const { value } = await this.http.ask({ method: 'GET', path: `/${set}`, query: { $filter: filter, $select: 'Id', $top: '2' } }, list(row));
    return value.length === 1 ? (value[0]?.Id ?? null) : null;
  }
}
