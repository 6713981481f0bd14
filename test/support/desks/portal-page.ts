import { fileIn, type Product } from './scripted-desk.js';

export const PORTAL_TOKEN = 'portal-token-42';

/** An invented portal that says «200» to everything and tells the truth in the body: what `examples/service-desk.yaml` describes. */
export const portalPage: Product = {
  kind: ({ method, path }) => (method === 'POST' && path === '/api/requests' ? 'making' : path.endsWith('/files') && method === 'POST' ? 'attaching' : 'asking'),
  async answer({ method, path, query, headers, json, form }, desk) {
    if (headers['x-portal-key'] !== PORTAL_TOKEN) return { status: 403, body: { ok: false, error: 'forbidden' } };
    if (method === 'POST' && path === '/api/requests') {
      if (json['section'] !== 'certificates') return { status: 200, body: { ok: false, error: 'unknown section' } };
      const ticket = desk.keep({ subject: String(json['title']), text: String(json['description']), state: 'Новая', extra: json });
      return { status: 200, body: { ok: true, request: { number: ticket.id } } };
    }
    if (path === '/api/requests') {
      const wanted = query.get('search') ?? '';
      return { status: 200, body: { ok: true, items: desk.tickets.filter(({ subject }) => subject.includes(wanted)).map(({ id, subject }) => ({ number: id, title: subject })) } };
    }
    const [, id, sub] = /^\/api\/requests\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const ticket = desk.ticket(id);
    if (!ticket) return { status: 404, body: { ok: false, error: 'not found' } };
    if (sub === 'files') {
      const file = await fileIn(form, 'file');
      if (file) ticket.files.push(file);
      return { status: 200, body: { ok: true, files: ticket.files.map(({ name }) => ({ name })) } };
    }
    if (sub === 'comments') {
      if (method === 'POST') ticket.comments.push({ id: desk.nextId(), author: 'us', text: String(json['text']) });
      return { status: 200, body: { ok: true, comments: ticket.comments.map((comment) => ({ id: comment.id, text: comment.text, author: comment.author === 'us' ? 'certdesk' : 'operator' })) } };
    }
    return { status: 200, body: { ok: true, request: { number: ticket.id, status: ticket.state } } };
  },
};
