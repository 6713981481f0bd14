// Floor of `POST cases`: a bare Fastify handler that takes the same body with the same @fastify/multipart and writes the
// same rows (copied from a case that Certdesk made) in one transaction with `pg`. It checks, reads and decides nothing.
// Arguments: address of its database, address of the database with the case to copy, port.
import multipart from '@fastify/multipart';
import fastify from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';

const [databaseUrl, modelUrl, port] = process.argv.slice(2);
/** Columns that the database fills itself. */
const GENERATED = { case_events: ['id'] };

/** The rows of one case, table by table. */
async function readModel() {
  const client = new pg.Client({ connectionString: modelUrl });
  await client.connect();
  const rows = async (sql, values = []) => (await client.query(sql, values)).rows;
  const [key] = await rows('SELECT * FROM idempotency_keys LIMIT 1');
  const [row] = await rows('SELECT * FROM cases WHERE id = $1', [key.case_id]);
  const ofCase = (table) => rows(`SELECT * FROM ${table} WHERE case_id = $1`, [row.id]);
  const model = { row, key, files: await ofCase('case_files'), events: await ofCase('case_events'), deliveries: await ofCase('deliveries') };
  const owed = await rows("SELECT * FROM outbox WHERE data->>'caseId' = $1 OR data->>'deliveryId' = ANY ($2)", [row.id, model.deliveries.map(({ id }) => id)]);
  await client.end();
  return { ...model, owed };
}

/**
 * @param {string} table
 * @param {object[]} rows all with the same columns
 * @param {Record<string, string>} expressions SQL around a column's value
 */
function insert(table, rows, expressions = {}) {
  const columns = Object.keys(rows[0]).filter((column) => !GENERATED[table]?.includes(column));
  const place = (column, index) => expressions[column]?.replace('?', `$${index}`) ?? `$${index}`;
  const tuples = rows.map((_, at) => `(${columns.map((column, index) => place(column, at * columns.length + index + 1)).join(', ')})`);
  return { text: `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}`, values: rows.flatMap((row) => columns.map((column) => row[column])) };
}

const model = await readModel();
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const app = fastify({ bodyLimit: 64 * 1024 });
await app.register(multipart, { limits: { fileSize: 20 * 1024 * 1024, files: 8, parts: 40 } });

app.post('/api/v1/cases', async (request, reply) => {
  const parts = {};
  for await (const part of request.parts()) parts[part.fieldname] = part.type === 'file' ? await part.toBuffer() : part.value;
  const id = randomUUID();
  const now = new Date();
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const row = { ...model.row, id, number: now.getUTCFullYear(), request: JSON.parse(parts.case), created_at: now, updated_at: now };
    const statement = insert('cases', [row], { number: 'next_case_number(?)' });
    const [{ number }] = (await client.query(`${statement.text} RETURNING number`, statement.values)).rows;
    await client.query(insert('case_files', model.files.map((file) => ({ ...file, id: randomUUID(), case_id: id, content: parts.certificate, created_at: now }))));
    await client.query(insert('case_events', model.events.map((event) => ({ ...event, case_id: id, at: now }))));
    await client.query(insert('deliveries', model.deliveries.map((delivery) => ({ ...delivery, id: randomUUID(), case_id: id, created_at: now }))));
    await client.query(insert('outbox', model.owed.map((owed) => ({ ...owed, id: randomUUID(), due_at: now }))));
    const answer = { ...model.key.answer, number };
    const keyHash = createHash('sha256').update(request.headers['idempotency-key']).digest();
    await client.query(insert('idempotency_keys', [{ ...model.key, key_hash: keyHash, case_id: id, answer, created_at: now }]));
    await client.query('COMMIT');
    return reply.code(201).send(answer);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});

process.on('disconnect', () => process.exit());
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.send({ ready: true });
