import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../dist/accounts/passwords.adapter.js';

const ORIGIN = 'https://certdesk.example';
const PASSWORD = 'quiet bench of seven oaks';

/** An operator's open worklist on one web process: signed in, listening for events, and asking for what changed. */
export class DeskScreen {
  /** @param {number} port of a process of {@link ORIGIN} */
  constructor(port) {
    this.base = `http://127.0.0.1:${port}`;
    /** @type {((ids: string[]) => void) | null} */
    this.heard = null;
  }

  /** @param {import('typeorm').DataSource} source the process's database */
  async open(source) {
    const email = `bench-${randomUUID().slice(0, 8)}@example.ru`;
    await source.query("INSERT INTO accounts (id, email, full_name, role, password_hash, activated_at, created_at) VALUES ($1, $2, 'Bench', 'operator', $3, now(), now())", [randomUUID(), email, await hashPassword(PASSWORD)]);
    const signedIn = await fetch(`${this.base}/desk/sign-in`, { method: 'POST', redirect: 'manual', headers: { origin: ORIGIN }, body: new URLSearchParams({ email, password: PASSWORD }) });
    this.headers = { cookie: signedIn.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') };
    this.leaving = new AbortController();
    const stream = await fetch(`${this.base}/desk/events`, { headers: this.headers, signal: this.leaving.signal });
    if (!stream.ok) throw new Error(`no events: ${stream.status}`);
    const ready = new Promise((resolve) => (this.ready = resolve));
    this.reading = this.read(stream.body).catch(() => undefined);
    await ready;
    return this;
  }

  /** Resolves when the screen has the changed row in its hands: the event came and the row was fetched. */
  shows(id) {
    return new Promise((resolve, reject) => {
      this.heard = (ids) => {
        if (!ids.includes(id)) return;
        this.heard = null;
        fetch(`${this.base}/desk/worklist/changes?view=all&ids=${id}`, { headers: this.headers }).then((answer) => answer.text()).then(resolve, reject);
      };
    });
  }

  async page(path) {
    const answer = await fetch(this.base + path, { headers: this.headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.text();
  }

  async close() {
    this.leaving.abort();
    await this.reading;
  }

  async read(body) {
    let rest = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop();
      for (const part of parts) {
        if (part.includes('event: ready')) this.ready();
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (part.includes('event: cases') && data) this.heard?.(JSON.parse(data).ids);
      }
    }
  }
}
