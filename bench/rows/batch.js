// A batch of certificates given through POST /api/v1/batches to a process as production runs it, sorted against a directory; floor: ASN.1 parse alone.
import { fromBER } from 'asn1js';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ZipFile } from 'yazl';
import { foldName } from '../../dist/directory/folded-name.js';
import { keepSnils, snilsKey } from '../../dist/directory/snils-hash.js';
import { certificateDer } from '../../dist/seed/certificate-der.js';
import { chanceFrom } from '../../dist/seed/chance.js';
import { inventBodies, inventPerson } from '../../dist/seed/invented-people.js';
import { startCertdesk, stop } from '../support/children.js';
import { fillDirectory } from '../support/directory-data.js';
import { loadDirectory } from '../support/directory-match.js';
import { rate, time } from '../support/table.js';

/** The secret that `startCertdesk` gives. */
const SECRET = 'b'.repeat(32);
const DAY_MS = 86_400_000;
/** Every second person has an account, so that half of the questions find somebody. */
const KNOWN = 2;

/** Certificates of invented people, without keys of their own, and accounts for some of them. */
function people(count) {
  const chance = chanceFrom(4);
  const bodies = inventBodies(20, chance);
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const person = inventPerson(index + 1, chance);
    const body = bodies[index % bodies.length];
    return { person, body, der: certificateDer({ person, body, issuer: 'Выдуманный УЦ', notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 400 * DAY_MS) }) };
  });
}

const accountOf = ({ person, body }, index) => ({
  key: `login:p${index}`, login: `p${index}`, fullName: person.fullName, snils: person.snils, inn: person.inn, organizationInn: body.inn, organizationName: body.name, email: person.email, blocked: index % 50 === 0, thumbprints: [],
});

function zipOf(certificates) {
  const zip = new ZipFile();
  certificates.forEach(({ der }, index) => zip.addBuffer(Buffer.from(der), `${index}.cer`));
  zip.end();
  return buffer(zip.outputStream);
}

async function token(client) {
  const [account, value] = [randomUUID(), `cdb_${randomBytes(32).toString('base64url')}`];
  await client.query("INSERT INTO accounts (id, email, role, created_at) VALUES ($1, 'bench@example.ru', 'administrator', now())", [account]);
  await client.query("INSERT INTO directory_tokens (id, name, purpose, token_hash, created_by, created_at) VALUES ($1, 'bench', 'batches', $2, $3, now())", [randomUUID(), createHash('sha256').update(value).digest(), account]);
  return value;
}

async function sorted(port, key, archive) {
  const headers = { authorization: `Bearer ${key}` };
  const body = new FormData();
  body.set('certificates', new Blob([archive]), 'certificates.zip');
  body.set('common', JSON.stringify({ importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null }, facts: { signsDocuments: 'no' } }));
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/batches`, { method: 'POST', headers, body });
  let view = await answer.json();
  if (answer.status !== 202) throw new Error(JSON.stringify(view));
  const accepted = performance.now();
  while (view.state === 'waiting' || view.state === 'running') {
    await pause(200);
    view = await (await fetch(`http://127.0.0.1:${port}/api/v1/batches/${view.id}`, { headers })).json();
  }
  return { view, accepted };
}

/**
 * @param {import('../support/lab.js').Lab} lab
 * @param {{items: number, rows: number}} sizes certificates of the batch, accounts of the directory
 * @param {(line: string) => void} say
 * @returns {Promise<import('../support/table.js').Row[]>}
 */
export async function batchRows(lab, { items, rows }, say) {
  const certificates = people(items);
  const archive = await zipOf(certificates);
  const url = await lab.database('batch');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // The server may be ended under it when something fails.
  await client.connect();
  const accounts = certificates.filter((_, index) => index % KNOWN === 0).map(accountOf);
  await loadDirectory(client, accounts, { foldName, keepSnils, snilsKey, secret: SECRET, fill: (id) => fillDirectory(client, id, Math.max(0, rows - accounts.length)) });
  await client.query('VACUUM ANALYZE directory_users');
  const key = await token(client);

  const before = performance.now();
  for (const { der } of certificates) fromBER(new Uint8Array(der));
  const floor = performance.now() - before;

  const { child, port } = await startCertdesk({ ROLE: 'all', DATABASE_URL: url, DATA_DIR: join(lab.folder, 'batch') });
  const started = performance.now();
  const { view, accepted } = await sorted(port, key, archive);
  const ours = performance.now() - started;
  await Promise.all([stop(child), client.end()]);
  if (view.state !== 'done' || view.size !== items) throw new Error(JSON.stringify(view));
  say(`  ${view.counts.map(({ kind, count }) => `${kind} ${count}`).join(', ')}`);
  const size = `${items} certificates, ${rows} accounts`;
  return [
    time('batch: given and sorted', ours, floor, `${size}; goal for 10 000 against 1 000 000: ≤ 10 s; floor: ASN.1 parse alone`),
    time('batch: taken (until 202)', accepted - started, null, 'the archive is read in memory, certificates alone are written'),
    rate('batch: sorted', '/s', (items / ours) * 1000, (items / floor) * 1000, size),
  ];
}
