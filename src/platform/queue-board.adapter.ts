import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Bull Board writes styles into its elements; this holds on its pages only. No script of it is inline, and nothing comes from elsewhere. */
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "form-action 'none'", "frame-ancestors 'none'", "base-uri 'self'",
].join('; ');

/** What the board is told. */
export interface QueueBoard {
  queues: { queue: Queue; name: string; description: string }[];
  /** Where it lives. */
  path: string;
  title: string;
  /** Words of the link back, and where it leads. */
  back: { text: string; url: string };
  /** Answers whoever may not come; `true` lets in. Asked for every request. */
  admits: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
}

/** Bull Board, to be looked at only: it changes no queue, on either backend. */
export async function serveQueueBoard(fastify: FastifyInstance, { queues, path, title, back, admits }: QueueBoard): Promise<void> {
  const serverAdapter = new FastifyAdapter();
  createBullBoard({
    queues: queues.map(({ queue, name, description }) => new BullMQAdapter(queue, { readOnlyMode: true, displayName: name, description })),
    serverAdapter,
    options: { uiConfig: { boardTitle: title, miscLinks: [back], hideDocsLink: true, locale: { lng: 'ru-RU' } } },
  });
  serverAdapter.setBasePath(path);
  await fastify.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        if (!(await admits(request, reply))) return reply;
        if (request.method !== 'GET' && request.method !== 'HEAD') return reply.status(405).send();
      });
      scope.addHook('onSend', async (_request, reply, payload) => {
        void reply.header('content-security-policy', POLICY).header('cache-control', 'no-store');
        // Its page asks Google for a font; ours ask nobody.
        return typeof payload === 'string' ? payload.replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '') : payload;
      });
      await scope.register(serverAdapter.registerPlugin());
    },
    { prefix: path },
  );
}
