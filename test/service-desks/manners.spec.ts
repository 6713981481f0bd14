import { ServiceDeskChannel } from '../../src/delivery/channels/service-desk/service-desk-channel.adapter.js';
import { TicketComposerService } from '../../src/delivery/channels/service-desk/ticket-composer.service.js';
import type { AttemptOutcome } from '../../src/delivery/attempt-outcome.js';
import type { TicketParcel } from '../../src/delivery/parcel.js';
import { TemplatesService } from '../../src/platform/templates.service.js';
import { forgetSessions } from '../support/desks/glpi-page.js';
import type { Manner } from '../support/desks/scripted-desk.js';
import { configOf, deskOf, RIGS, type Rig } from './rigs.js';

const LOGIN_PAGE = '<!doctype html><html><head><title>Вход</title></head><body>Войдите</body></html>';
const elsewhere = { status: 302, headers: { location: 'http://127.0.0.1:1/login' } };

type Expected = [kind: AttemptOutcome['kind'], code: string];
/** What a desk does instead, what that means, and how many tickets there are when the next try has come to its end: always one. */
const MANNERS: Record<string, { manners: Manner[]; means: Expected }> = {
  'a 500 after the ticket was made': { manners: [{ at: 'making', do: { after: { status: 500, body: 'Internal Server Error' } } }], means: ['lost', 'server-error'] },
  'a 500 instead of making it': { manners: [{ at: 'making', do: { status: 500, body: 'Internal Server Error' } }], means: ['lost', 'server-error'] },
  'a 502 of a proxy': { manners: [{ at: 'making', do: { after: { status: 502, body: '<html>Bad Gateway</html>' } } }], means: ['lost', 'server-error'] },
  'a 200 with a page of HTML': { manners: [{ at: 'making', do: { status: 200, body: LOGIN_PAGE } }], means: ['lost', 'unreadable'] },
  'a 201 without an id': { manners: [{ at: 'making', do: { after: { status: 201, body: {} } } }], means: ['lost', 'unreadable'] },
  'a 201 with nothing': { manners: [{ at: 'making', do: { after: { status: 201 } } }], means: ['lost', 'unreadable'] },
  'a redirect to another host': { manners: [{ at: 'making', do: elsewhere }], means: ['lost', 'unreadable'] },
  'a line that drops before the request was read': { manners: [{ at: 'making', do: 'cut-before' }], means: ['lost', 'cut-off'] },
  'a line that drops after it was done': { manners: [{ at: 'making', do: 'cut-after' }], means: ['lost', 'cut-off'] },
  'an answer that comes too late': { manners: [{ at: 'making', do: 'slow-after' }], means: ['lost', 'cut-off'] },
  'an answer without an end': { manners: [{ at: 'making', do: 'trickle' }], means: ['lost', 'cut-off'] },
  'a rate limit': { manners: [{ at: 'making', do: { status: 429, body: { error: 'slow down' } } }], means: ['deferred', 'deferred'] },
  'a file that is too large': { manners: [{ at: 'making', do: { status: 413, body: 'too large' } }], means: ['refused', 'too-large'] },
  'a field it does not want': { manners: [{ at: 'making', do: { status: 422, body: { errors: ['Priority ivanova@example.ru invalid'] } } }], means: ['refused', 'rejected'] },
  'no right to make tickets': { manners: [{ at: 'making', do: { status: 403, body: { error: 'no' } } }], means: ['refused', 'authentication'] },
  'a search that fails': { manners: [{ at: 'asking', do: { status: 503, body: 'maintenance' } }], means: ['deferred', 'server-error'] },
  'a search that leads to a sign-in page': { manners: [{ at: 'asking', do: elsewhere }], means: ['refused', 'authentication'] },
  'a search that gives a page of HTML': { manners: [{ at: 'asking', do: { status: 200, body: LOGIN_PAGE } }], means: ['deferred', 'unreadable'] },
  'a search whose answer is cut': { manners: [{ at: 'asking', do: 'cut-after' }], means: ['deferred', 'no-connection'] },
  'a search without an end': { manners: [{ at: 'asking', do: 'trickle' }], means: ['deferred', 'no-connection'] },
};
/** Where files are a step of their own. */
const FILE_MANNERS: Record<string, Manner['do']> = {
  'a 500 at the file': { status: 500, body: 'disk full' },
  'a refused file': { status: 413, body: 'too large' },
  'a line that drops after the file was taken': 'cut-after',
};

describe.each(Object.entries(RIGS).filter(([name]) => /^[a-z]+$/.test(name)))('bad manners: %s', (_name, build) => {
  let rig: Rig;
  let count = 0;
  let number: string;
  beforeAll(async () => {
    rig = await build();
  });
  beforeEach(() => {
    number = `2026-${String(++count).padStart(6, '0')}`;
  });
  afterAll(() => rig.close());

  const attempt = async (): Promise<AttemptOutcome> => {
    const channel = new ServiceDeskChannel(deskOf(rig.settings), new TicketComposerService(new TemplatesService(), configOf(rig.settings)));
    const parcel: TicketParcel = {
      kind: 'ticket',
      caseNumber: number,
      messageId: `<${number}.service-desk.1@certdesk.example>`,
      organization: { name: null, inn: null },
      contact: { fullName: 'Иванова Мария Петровна', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
      trouble: 'Сбой импорта',
      details: [],
      description: null,
      files: [{ fileName: 'Сертификат.zip', mediaType: 'application/zip', bytes: Buffer.from('zip') }],
      knownTickets: [],
    };
    const outcome = await channel.deliver(parcel, new Date(), async () => undefined);
    expect(JSON.stringify(outcome)).not.toMatch(/(naumen-key|glpi-user|glpi-app|zammad-token|portal-token)|session-\d|ivanova@/);
    return outcome;
  };
  const arrives = async (): Promise<void> => {
    expect(await attempt()).toMatchObject({ kind: 'accepted' });
    const tickets = await rig.tickets(number);
    expect(tickets.map(({ files }) => files.length)).toEqual([1]);
  };

  it.each(Object.entries(MANNERS))('%s', async (_what, { manners, means: [kind, code] }) => {
    // GLPI opens its session with a question of its own, which is not the one that is meant.
    if (manners[0]?.at === 'asking') await deskOf(rig.settings).find('warm');
    rig.script?.behave(...manners);
    expect(await attempt()).toMatchObject({ kind, cause: { code } });
    await arrives();
  });

  it.each(Object.entries(FILE_MANNERS))('%s', async (_what, manner) => {
    if (rig.filesAtOnce) return;
    rig.script?.behave({ at: 'attaching', do: manner });
    expect(await attempt()).toMatchObject({ kind: 'lost', cause: { code: 'incomplete' } });
    expect(await rig.tickets(number)).toHaveLength(1);
    await arrives();
  });

  it('a session that is gone is opened again, within one try', async () => {
    if (rig.settings['SERVICE_DESK'] !== 'glpi' || !rig.script) return;
    const desk = deskOf(rig.settings);
    await desk.find(number);
    forgetSessions(rig.script);
    expect(await desk.find(number)).toEqual([]);
  });

  it('tells its token to no other host', () => {
    const hosts = new Set(rig.script?.asked.map(({ headers }) => headers.host));
    expect([...hosts].every((host) => host === new URL(rig.wire.url).host)).toBe(true);
  });
});
