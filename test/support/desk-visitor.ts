import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { DataSource } from 'typeorm';
import { DESK_COOKIE } from '../../src/accounts/access.guard.js';
import { SessionsService } from '../../src/accounts/sessions.service.js';
import type { TestApp } from './app.js';
import { visit, type Visit, type Visitor } from './browser.js';

/** Somebody of the desk. */
export interface Colleague {
  id: string;
  email: string;
}

/** An account that is ready to work, an administrator's with a second factor. */
export async function colleague(app: TestApp, email = 'petrova@example.ru', role: 'operator' | 'administrator' = 'operator', name = 'Петрова Анна Ивановна'): Promise<Colleague> {
  const id = randomUUID();
  await app.app.get(DataSource).query(
    `INSERT INTO accounts (id, email, full_name, role, activated_at, totp_confirmed_at, totp_secret, created_at)
     VALUES ($1, $2, $3, $4, now(), CASE WHEN $4 = 'administrator' THEN now() END, CASE WHEN $4 = 'administrator' THEN '\\x00'::bytea END, now())`,
    [id, email, name, role],
  );
  return { id, email };
}

/** A window of a colleague who has signed in, with the second factor if he has one; how that is done is not looked at here. */
export async function visitDesk(browser: Browser, app: TestApp, { id }: Colleague, options: Visit = {}): Promise<Visitor> {
  const visitor = await visit(browser, app.baseUrl, options);
  const database = app.app.get(DataSource);
  const value = await app.app.get(SessionsService, { strict: false }).begin(database.manager, id, 'password', undefined);
  await database.query('UPDATE sessions SET second_factor_at = now() FROM accounts a WHERE account_id = $1 AND a.id = $1 AND a.totp_confirmed_at IS NOT NULL', [id]);
  await visitor.context.addCookies([{ name: DESK_COOKIE, value, url: app.baseUrl, sameSite: 'Strict', httpOnly: true }]);
  return visitor;
}
