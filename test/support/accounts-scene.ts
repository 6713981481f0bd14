import { jest } from '@jest/globals';
import pg from 'pg';
import type { Email } from 'postal-mime';
import { ClockService } from '../../src/platform/clock.service.js';
import { eventually, startApp, type TestApp } from './app.js';
import { DeskClient, type Phone } from './desk-client.js';

/** A good password. */
export const PASSWORD = 'tall lamp over river';
/** Of the settings. */
export const ADMIN = { email: 'admin@example.ru', password: 'семь синих чайников' };

/** Somebody who was invited and has come. */
export interface Newcomer {
  email: string;
  id: string;
  client: DeskClient;
}

/** The application with one administrator signed in, and time in the hands of the test. */
export class AccountsScene {
  admin!: DeskClient;
  private phone!: Phone;
  private moved = 0;
  private invited = 0;
  private readonly seen = new Set<string>();

  private constructor(
    readonly app: TestApp,
    readonly database: pg.Client,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<AccountsScene> {
    const app = await startApp({ ADMIN_EMAIL: 'Admin@Example.RU', ADMIN_PASSWORD: ADMIN.password, ...env });
    const database = new pg.Client({ connectionString: app.databaseUrl });
    await database.connect();
    const scene = new AccountsScene(app, database);
    jest.spyOn(app.app.get(ClockService), 'now').mockImplementation(() => scene.now());
    scene.admin = scene.stranger();
    await scene.admin.signIn(ADMIN.email, ADMIN.password);
    scene.phone = (await scene.admin.enrol(scene.now())).phone;
    return scene;
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.app.close();
  }

  now(): Date {
    return new Date(Date.now() + this.moved);
  }

  pass(minutes: number): void {
    this.moved += minutes * 60_000;
  }

  stranger(): DeskClient {
    return new DeskClient(this.app.baseUrl);
  }

  /** Signs the administrator in again when his session has run out. */
  async refresh(): Promise<void> {
    this.pass(1);
    if ((await this.admin.get('/desk/account')).status === 200) return;
    await this.admin.signIn(ADMIN.email, ADMIN.password);
    await this.admin.post('/desk/sign-in/code', { code: this.phone.code(this.now()) });
  }

  async mailsTo(email: string, subject: string): Promise<Email[]> {
    return (await this.app.mails()).filter((mail) => mail.to?.[0]?.address === email && mail.subject?.includes(subject));
  }

  /** Path of the link in a mail that was not read before. */
  linkFrom(email: string, subject: string): Promise<string> {
    return eventually(async () => (await this.links(email, subject)).find((link) => !this.seen.has(link) && this.seen.add(link)));
  }

  /** Leaves mails unread no longer. */
  async readAll(email: string, subject: string): Promise<void> {
    for (const link of await this.links(email, subject)) this.seen.add(link);
  }

  /** The path that was given last. */
  get lastLink(): string {
    return [...this.seen].at(-1) ?? '';
  }

  /** Invites somebody and lets him set his password. */
  async newcomer(role = 'operator'): Promise<Newcomer> {
    const email = `operator${++this.invited}@example.ru`;
    const { status, text } = await this.admin.post('/desk/operators', { email, role });
    if (status !== 303) throw new Error(`not invited: ${status} ${text}`);
    const client = this.stranger();
    await client.post(await this.linkFrom(email, 'Приглашение'), { fullName: `Петрова ${this.invited}`, password: PASSWORD });
    return { email, client, id: await this.idOf(email) };
  }

  async idOf(email: string): Promise<string> {
    const { rows } = await this.database.query<{ id: string }>('SELECT id FROM accounts WHERE email = $1', [email]);
    return rows[0]?.id ?? '';
  }

  private async links(email: string, subject: string): Promise<string[]> {
    return (await this.mailsTo(email, subject)).map(({ text }) => /\/desk\/(?:invite|reset)\/[\w-]+/.exec(text ?? '')?.[0] ?? '');
  }
}
