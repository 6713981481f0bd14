import { EventEmitter, once } from 'node:events';
import { startScriptedSmtp, type Answer, type SmtpSink } from '../support/smtp-sink.js';
import type { Moment } from './kill-points.js';

type MailStep = Extract<Moment, { kind: 'mail' }>;

/** A mail server that knows which process talks to it (by the name in EHLO) and can fall silent on one at a step. */
export class MailWitness {
  private readonly armed = new Map<string, MailStep>();
  private readonly steps = new EventEmitter();

  private constructor(readonly sink: SmtpSink) {}

  static async open(): Promise<MailWitness> {
    let witness: MailWitness | undefined;
    const step = (name: MailStep['step']) => (_address: string, client: string): Answer | null => witness?.answer(name, client) ?? null;
    const sink = await startScriptedSmtp({ headersOnly: true, MAIL: step('MAIL'), RCPT: step('RCPT'), DATA: step('DATA'), body: step('body'), end: step('end') });
    return (witness = new MailWitness(sink));
  }

  /** Address for the process of this name. */
  urlFor(name: string): string {
    return `${this.sink.url}?name=${name}`;
  }

  /** Fulfilled when this process is at the step, at which the server says nothing more to it; rejected by the signal. */
  async reached(name: string, step: MailStep, signal: AbortSignal): Promise<void> {
    this.armed.set(name, step);
    try {
      await once(this.steps, name, { signal });
    } finally {
      this.armed.delete(name);
    }
  }

  private answer(step: MailStep['step'], client: string): Answer | null {
    const armed = this.armed.get(client);
    if (armed?.step !== step) return null;
    this.steps.emit(client);
    return { then: 'silence', taken: armed.taken };
  }
}
