import type { Product } from './scripted-desk.js';

export const ZAMMAD_TOKEN = 'zammad-token-123';

interface ZammadArticle {
  body?: string;
  attachments?: { filename: string; data: string }[];
}

/** Zammad 6, `/api/v1`: files in the call that makes the ticket, one article for each word. */
export const zammadPage: Product = {
  kind: ({ method, path }) => (method === 'POST' && path === '/api/v1/tickets' ? 'making' : method === 'POST' ? 'attaching' : 'asking'),
  answer({ method, path, query, headers, json }, desk) {
    if (headers.authorization !== `Token token=${ZAMMAD_TOKEN}`) return { status: 401, body: { error: 'Invalid token', error_human: 'Invalid token' } };
    const files = ({ attachments = [] }: ZammadArticle) => attachments.map(({ filename, data }) => ({ name: filename, bytes: Buffer.from(data, 'base64') }));
    if (method === 'POST' && path === '/api/v1/tickets') {
      if (json['group'] !== 'Intake') return { status: 422, body: { error: "No lookup value found for 'group'" } };
      const article = json['article'] as ZammadArticle;
      const ticket = desk.keep({ subject: String(json['title']), text: String(article.body), state: 'new', extra: json, files: files(article) });
      return { status: 201, body: { id: ticket.id, number: `7${ticket.id}`, title: ticket.subject } };
    }
    if (method === 'POST' && path === '/api/v1/ticket_articles') {
      const ticket = desk.ticket(json['ticket_id']);
      if (!ticket) return { status: 404, body: { error: "Couldn't find Ticket" } };
      const comment = { id: desk.nextId(), author: 'us' as const, text: String(json['body']) };
      ticket.comments.push(comment);
      ticket.files.push(...files(json));
      return { status: 201, body: { id: comment.id } };
    }
    if (path === '/api/v1/tickets/search') {
      const wanted = /^title:"(.+)"$/.exec(query.get('query') ?? '')?.[1] ?? '';
      return { status: 200, body: desk.tickets.filter(({ subject }) => subject.includes(wanted)).map(({ id, subject, state }) => ({ id, title: subject, state })) };
    }
    const ticket = desk.ticket(path.split('/').at(-1));
    if (!ticket) return { status: 404, body: { error: "Couldn't find Ticket" } };
    if (path.startsWith('/api/v1/ticket_articles/by_ticket/'))
      return { status: 200, body: ticket.comments.map((comment) => ({ id: comment.id, created_by_id: comment.author === 'us' ? 3 : 4, sender: 'Agent', body: comment.text, content_type: 'text/plain' })) };
    return { status: 200, body: { id: ticket.id, title: ticket.subject, state: ticket.state, created_by_id: 3 } };
  },
};
