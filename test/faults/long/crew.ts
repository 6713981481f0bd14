import { eventually } from '../../support/app.js';
import { startService, type ServiceProcess } from '../../support/process.js';
import type { SmtpSink } from '../../support/smtp-sink.js';
import { send } from '../applicant.js';
import { auditMail, type MailAudit } from '../ledger.js';
import { newPlace, type Place } from '../place.js';

const REST_PATIENCE_MS = 240_000;

/** One web, some workers and a mail server on one place. */
export class Crew {
  readonly acknowledged: string[] = [];
  private readonly processes: ServiceProcess[] = [];
  private submitted = 0;

  private constructor(
    readonly place: Place,
    readonly sink: SmtpSink,
    private readonly env: Record<string, string>,
    readonly web: ServiceProcess,
  ) {}

  static async gather(sink: SmtpSink, env: Record<string, string> = {}): Promise<Crew> {
    const place = await newPlace();
    const all = { ...place.env, MAIL_FROM: 'certdesk@example.ru', SMTP_URL: sink.url, ...env };
    const crew = new Crew(place, sink, all, await startService({ ...all, ROLE: 'web' }));
    crew.processes.push(crew.web);
    return crew;
  }

  /** `name` is what it says in EHLO. */
  async worker(name: string, env: Record<string, string> = {}): Promise<ServiceProcess> {
    const worker = await startService({ ...this.env, ROLE: 'worker', SMTP_URL: `${this.sink.url}?name=${name}`, ...env });
    this.processes.push(worker);
    return worker;
  }

  /** Sends a case once; one that is not acknowledged is nobody's promise. Gives the status. */
  async submit(): Promise<number> {
    this.submitted++;
    const { status, acknowledged } = await send(this.web.baseUrl);
    if (acknowledged) this.acknowledged.push(acknowledged.number);
    return status;
  }

  rest(patienceMs = REST_PATIENCE_MS): Promise<boolean> {
    return eventually(() => this.place.ledger.atRest(), patienceMs);
  }

  /** Ends everything in order and counts. */
  async count(): Promise<MailAudit> {
    const deliveries = await this.place.ledger.deliveries();
    for (const process of this.processes) expect(await process.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await this.sink.close();
    await this.place.leave();
    return auditMail(this.acknowledged, this.sink.mails, deliveries, this.submitted);
  }
}
