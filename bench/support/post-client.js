// Load on `POST cases`, in a process of its own so that it does not share an event loop with anything it measures.
// Told over IPC: {port, clients, seconds, limit}; answers {perSecond, latencies} (milliseconds).
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { BOUNDARY, caseBody } from './case-request.js';

const body = caseBody();
const agents = new Map();

/**
 * One request on a connection that stays open; resolves when the whole answer is there.
 * @param {number} port
 * @returns {Promise<void>}
 */
function post(port) {
  const agent = agents.get(port) ?? new Agent({ keepAlive: true });
  agents.set(port, agent);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': body.length, 'idempotency-key': randomUUID() };
    const call = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/api/v1/cases', headers }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => (answer.statusCode === 201 ? resolve() : reject(new Error(`${answer.statusCode}: ${chunks.join('')}`))));
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** @param {{port: number, clients: number, seconds: number, limit: number}} task */
async function load({ port, clients, seconds, limit }) {
  const latencies = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  let begun = 0;
  const client = async () => {
    while (performance.now() < end && begun < limit) {
      begun++;
      const from = performance.now();
      await post(port);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies };
}

process.on('message', (task) => {
  load(task).then(
    (result) => process.send(result),
    (error) => process.send({ error: error.message }),
  );
});
process.on('disconnect', () => process.exit());
