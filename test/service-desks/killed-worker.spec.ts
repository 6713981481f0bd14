import { randomInt } from 'node:crypto';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { killStarted, startService } from '../support/process.js';
import { newPlace, type Place } from '../faults/place.js';
import { RIGS, type Rig } from './rigs.js';

describe('kill -9 of the worker after the real RT has made the ticket and before that is known', () => {
  let place: Place;
  let rig: Rig;

  beforeAll(async () => {
    place = await newPlace();
    rig = await (RIGS['RT 5, by the subject'] as () => Promise<Rig>)();
    // Numbers of earlier runs stand in RT already.
    await place.ledger.startNumbersAt(randomInt(100_000, 900_000));
  });
  afterAll(async () => {
    await killStarted();
    await rig.close();
    await place.leave();
  });

  const delivery = async () => (await place.ledger.deliveries()).find(({ channel }) => channel === 'service-desk');

  it('finds the ticket by the case number and makes no second', async () => {
    const env = { ...place.env, ...rig.settings };
    let service = await startService(env);
    const answered = rig.wire.lose('POST /REST/2.0/ticket', 'swallow');
    const { body } = await new ApiClient(service.baseUrl).createCase(apiCase({ facts: { userBlocked: 'yes' } }), makeCertificate());
    const { number } = body as { number: string };
    await answered;
    await service.signal('SIGKILL');
    expect(await rig.tickets(number)).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'sending', handing_over: true });

    // The lease runs out: nobody knows, and RT is going to be searched.
    await place.ledger.letTimePass();
    service = await startService(env);
    await eventually(async () => (await delivery())?.state === 'uncertain', 150_000);
    await place.ledger.letTimePass();
    await eventually(async () => (await delivery())?.state === 'sent', 150_000);
    expect(await delivery()).toMatchObject({ handing_over: false, case_status: 'sent' });
    const tickets = await rig.tickets(number);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]?.files).toHaveLength(1);
    expect(await place.ledger.ticketIds()).toEqual(tickets.map(({ id }) => id));
    await service.signal('SIGTERM');
  }, 400_000);
});
