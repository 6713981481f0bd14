import { fileIn, type KeptTicket, type Product, type ScriptedDesk } from './scripted-desk.js';

export const GLPI_TOKEN = 'glpi-user-token-77';
export const GLPI_APP_TOKEN = 'glpi-app-token-88';

interface Kept {
  sessions: Set<string>;
  documents: Map<number, { name: string; bytes: Buffer; on: KeptTicket | null }>;
}
const memory = new WeakMap<ScriptedDesk, Kept>();
const kept = (desk: ScriptedDesk): Kept => {
  let found = memory.get(desk);
  if (!found) memory.set(desk, (found = { sessions: new Set(), documents: new Map() }));
  return found;
};

/** Forgets every session, as after GLPI's session time-out. */
export function forgetSessions(desk: ScriptedDesk): void {
  kept(desk).sessions.clear();
}

/** GLPI 10, `apirest.php`: sessions, `input` around everything, states as numbers, errors as `["ERROR_…", "text"]`. */
export const glpiPage: Product = {
  kind: ({ method, path }) => (method === 'POST' && path === '/apirest.php/Ticket' ? 'making' : method === 'POST' && path === '/apirest.php/Document' ? 'attaching' : 'asking'),
  async answer({ method, path, query, headers, json, form }, desk) {
    const { sessions, documents } = kept(desk);
    if (headers['app-token'] !== GLPI_APP_TOKEN) return { status: 400, body: ['ERROR_WRONG_APP_TOKEN_PARAMETER', 'the app_token is wrong'] };
    if (path === '/apirest.php/initSession') {
      if (headers.authorization !== `user_token ${GLPI_TOKEN}`) return { status: 401, body: ['ERROR_GLPI_LOGIN_USER_TOKEN', 'wrong user_token'] };
      const session = `session-${desk.nextId()}`;
      sessions.add(session);
      return { status: 200, body: { session_token: session } };
    }
    if (!sessions.has(String(headers['session-token']))) return { status: 401, body: ['ERROR_SESSION_TOKEN_INVALID', 'session_token seems invalid'] };
    const [, type = '', id, sub] = /^\/apirest\.php\/(\w+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) ?? [];
    const input = (json['input'] ?? {}) as Record<string, unknown>;
    if (type === 'search') {
      const fits = desk.tickets.filter(({ subject }) => subject.includes(query.get('criteria[0][value]') ?? ''));
      return { status: fits.length > 0 ? 206 : 200, body: { totalcount: fits.length, count: fits.length, ...(fits.length > 0 && { data: fits.map((ticket) => ({ '1': ticket.subject, '2': ticket.id })) }) } };
    }
    if (method === 'POST' && type === 'Ticket') {
      const ticket = desk.keep({ subject: String(input['name']), text: String(input['content']), state: '1', extra: input });
      return { status: 201, body: { id: ticket.id, message: '' } };
    }
    if (method === 'POST' && type === 'Document') {
      const file = await fileIn(form, 'filename[0]');
      if (!file) return { status: 400, body: ['ERROR_GLPI_ADD', 'no file'] };
      const documentId = desk.nextId();
      documents.set(documentId, { ...file, on: null });
      return { status: 201, body: { id: documentId, message: '', upload_result: { filename: [{ name: file.name, size: file.bytes.length }] } } };
    }
    if (method === 'POST' && type === 'Document_Item') {
      const document = documents.get(Number(input['documents_id']));
      const ticket = desk.ticket(input['items_id']);
      if (!document || !ticket) return { status: 400, body: ['ERROR_GLPI_ADD', 'no such item'] };
      document.on = ticket;
      ticket.files.push({ name: document.name, bytes: document.bytes });
      return { status: 201, body: { id: desk.nextId() } };
    }
    if (method === 'POST' && type === 'ITILFollowup') {
      const comment = { id: desk.nextId(), author: 'us' as const, text: String(input['content']) };
      desk.ticket(input['items_id'])?.comments.push(comment);
      return { status: 201, body: { id: comment.id } };
    }
    if (type === 'Document') return { status: 200, body: { id: Number(id), filename: documents.get(Number(id))?.name ?? '' } };
    const ticket = desk.ticket(id);
    if (type !== 'Ticket' || !ticket) return { status: 404, body: ['ERROR_ITEM_NOT_FOUND', 'not found'] };
    if (sub === 'Document_Item') return { status: 200, body: [...documents].filter(([, { on }]) => on === ticket).map(([documentId]) => ({ id: 1, documents_id: documentId })) };
    if (sub === 'ITILFollowup') return { status: 200, body: ticket.comments.map((comment) => ({ id: comment.id, users_id: comment.author === 'us' ? 7 : 2, content: `&#60;p&#62;${comment.text}&#60;/p&#62;` })) };
    return { status: 200, body: { id: ticket.id, name: ticket.subject, status: Number(ticket.state), users_id_recipient: 7, is_deleted: 0 } };
  },
};
