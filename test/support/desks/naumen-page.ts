import { fileIn, type Product } from './scripted-desk.js';

const BASE = '/sd/services/rest';
export const NAUMEN_KEY = 'naumen-key-5e1f0';

/** Naumen Service Desk 4.x, REST: the key in the address, ids like `serviceCall$101`, errors as plain text. */
export const naumenPage: Product = {
  kind: ({ path }) => (path.startsWith(`${BASE}/create-m2m/serviceCall`) ? 'making' : path.startsWith(`${BASE}/add-file/`) ? 'attaching' : 'asking'),
  async answer({ method, path, query, json, form }, desk) {
    if (query.get('accessKey') !== NAUMEN_KEY) return { status: 401, body: `Access key ${query.get('accessKey') ?? ''} is not valid` };
    const [, verb, name = ''] = /^\/sd\/services\/rest\/([\w-]+)\/(.+)$/.exec(path) ?? [];
    const id = name.split('$')[1];
    if (verb === 'create-m2m' && name === 'comment') {
      const ticket = desk.ticket(String(json['source']).split('$')[1]);
      if (!ticket) return { status: 400, body: 'no such source' };
      const comment = { id: desk.nextId(), author: 'us' as const, text: String(json['text']) };
      ticket.comments.push(comment);
      return { status: 201, body: { UUID: `comment$${comment.id}` } };
    }
    if (verb === 'create-m2m') {
      if (name !== 'serviceCall$intake') return { status: 400, body: `Metaclass ${name} not found` };
      if (!json['agreement']) return { status: 400, body: 'Attribute agreement is required' };
      const ticket = desk.keep({ subject: String(json['shortDescr']), text: String(json['descriptionRTF']), state: 'registered', extra: json });
      return { status: 201, body: { UUID: `serviceCall$${ticket.id}`, number: ticket.id } };
    }
    if (verb === 'find' && name === 'serviceCall' && method === 'POST') {
      const fits = desk.tickets.filter(({ extra }) => Object.entries(json).every(([key, value]) => extra[key] === value));
      return { status: 200, body: fits.reverse().map((ticket) => ({ UUID: `serviceCall$${ticket.id}` })) };
    }
    const ticket = desk.ticket(verb === 'find' ? String(json['source']).split('$')[1] : id);
    if (!ticket) return { status: 404, body: 'Object not found' };
    if (verb === 'find')
      return { status: 200, body: ticket.comments.map(({ id: entry, text, author }) => ({ UUID: `comment$${entry}`, text: `<p>${text}</p>`, author: { UUID: author === 'us' ? 'employee$1' : 'employee$2' } })) };
    if (verb === 'get')
      return { status: 200, body: { UUID: name, state: ticket.state, author: { UUID: 'employee$1' }, files: ticket.files.map((file) => ({ UUID: 'file$1', title: file.name })) } };
    const file = await fileIn(form, 'file');
    if (verb !== 'add-file' || !file) return null;
    ticket.files.push(file);
    return { status: 200, body: '' };
  },
};
