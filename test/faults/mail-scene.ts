import { eventually } from '../support/app.js';
import { startService, type ServiceProcess } from '../support/process.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { submitted, type Acknowledged } from './applicant.js';
import { receivedLetters, tally, type DeliveryRow, type Tally } from './ledger.js';
import { newPlace, type Place } from './place.js';

/** One service, one mail server, and the cases that were acknowledged. */
export class MailScene {
  private readonly acknowledged: string[] = [];

  private constructor(
    readonly place: Place,
    public sink: SmtpSink,
    private readonly env: Record<string, string>,
    public service: ServiceProcess,
  ) {}

  static async open(sink: SmtpSink, env: Record<string, string> = {}): Promise<MailScene> {
    const place = await newPlace();
    const all = { ...place.env, SMTP_URL: sink.url, MAIL_FROM: 'certdesk@example.ru', ...env };
    return new MailScene(place, sink, all, await startService(all));
  }

  async submit(baseUrl: string = this.service.baseUrl): Promise<Acknowledged> {
    const answer = await submitted(baseUrl);
    this.acknowledged.push(answer.number);
    return answer;
  }

  /** Another process on the same data. */
  start(env: Record<string, string> = {}): Promise<ServiceProcess> {
    return startService({ ...this.env, ...env });
  }

  kill(): Promise<unknown> {
    return this.service.signal('SIGKILL');
  }

  /** Starts again after a kill, with the queue lost and time gone by, so that nothing has to be waited for. */
  async restart(): Promise<void> {
    await this.place.ledger.wipeQueues();
    await this.place.ledger.letTimePass();
    this.service = await this.start();
  }

  /** Waits until the letter of the case that came last is as it should be. */
  async letterIs(expected: Partial<DeliveryRow>, patienceMs?: number): Promise<void> {
    let seen: DeliveryRow | undefined;
    const fits = async (): Promise<boolean> => {
      seen = await this.place.ledger.letter();
      return Object.entries(expected).every(([name, value]) => seen?.[name as keyof DeliveryRow] === value);
    };
    await eventually(fits, patienceMs).catch(() => expect(seen).toMatchObject(expected));
  }

  notices(): Promise<string[]> {
    return this.place.ledger.deliveries().then((rows) => rows.flatMap(({ notice, state }) => (notice ? [`${notice} ${state}`] : [])));
  }

  /** Waits until nothing is owed, ends everything and counts. */
  async close(): Promise<Tally> {
    await eventually(() => this.place.ledger.atRest());
    expect(await this.service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    const line = tally(this.acknowledged, receivedLetters(this.sink.mails), await this.place.ledger.deliveries(), this.acknowledged.length);
    await this.sink.close();
    await this.place.leave();
    return line;
  }
}
