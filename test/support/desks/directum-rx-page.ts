import type { KeptTicket, Product, Reply, ScriptedDesk } from './scripted-desk.js';

export const RX_LOGIN = 'certdesk';
export const RX_PASSWORD = 'rx-password-55';
/** Ids of the kinds and rows that the installation has. */
export const RX = { letterKind: 7, addendumKind: 9, department: 31, unit: 40, pdf: 3, zip: 4 } as const;

interface Version {
  Id: number;
  Note: string;
  AssociatedApplication: unknown;
  Body: Buffer | null;
}

/** Versions of a document; a ticket of the scripted desk is a letter or an addendum (its `text`). */
const versions = new WeakMap<KeptTicket, Version[]>();
const versionsOf = (document: KeptTicket): Version[] => {
  let found = versions.get(document);
  if (!found) versions.set(document, (found = []));
  return found;
};

const error = (status: number, message: string): Reply => ({ status, body: { error: { code: '', message } } });
const value = (rows: object[]): Reply => ({ status: 200, body: { '@odata.context': '$metadata', value: rows } });

/** Directum RX's integration service: OData 4 with Basic, sets by their interfaces' names, errors as `{error: {code, message}}`. */
export const directumRxPage: Product = {
  kind: ({ method, path }) => (method !== 'POST' ? 'asking' : path.endsWith('/IOutgoingLetters') ? 'making' : 'attaching'),
  answer({ method, path, query, headers, json }, desk) {
    if (headers.authorization !== `Basic ${Buffer.from(`${RX_LOGIN}:${RX_PASSWORD}`).toString('base64')}`) return error(401, 'Unauthorized');
    const filter = query.get('$filter') ?? '';
    if (path === '/Integration/odata/IBusinessUnits') return value(filter === "TIN eq '7299000007'" ? [{ Id: RX.unit }] : []);
    if (path === '/Integration/odata/IAssociatedApplications') return value(filter === "Extension eq 'pdf'" ? [{ Id: RX.pdf }] : filter === "Extension eq 'zip'" ? [{ Id: RX.zip }] : []);
    const [, set = '', id, versionId, part] = /^\/Integration\/odata\/(IOutgoingLetters|IAddendums)(?:\((\d+)\)(?:\/Versions(?:\((\d+)\)(\/Body)?)?)?)?$/.exec(path) ?? [];
    if (set === '') return null;
    if (id === undefined) return method === 'POST' ? made(desk, set, json) : value(matching(desk, set, filter));
    const document = desk.tickets.find((one) => one.id === Number(id) && one.text === set);
    if (!document) return error(404, 'Not found');
    if (!path.includes('/Versions')) return { status: 200, body: card(document) };
    return onVersions(desk, document, { method, versionId, body: part !== undefined, json });
  },
};

/** What lies in a document: name and bytes of the body of each version. */
export function bodiesOf(document: KeptTicket): { note: string; bytes: Buffer | null }[] {
  return versionsOf(document).map(({ Note, Body }) => ({ note: Note, bytes: Body }));
}

function made(desk: ScriptedDesk, set: string, json: Record<string, unknown>): Reply {
  const kind = (json['DocumentKind'] as { Id?: number } | undefined)?.Id;
  if (kind !== (set === 'IOutgoingLetters' ? RX.letterKind : RX.addendumKind)) return error(400, 'Не заполнен вид документа');
  if (set === 'IOutgoingLetters' && (json['Correspondent'] as { Id?: number } | undefined)?.Id !== RX.department) return error(400, 'Не заполнен корреспондент');
  const document = desk.keep({ subject: String(json['Subject']), text: set, state: 'Draft', extra: json });
  return { status: 201, body: card(document), made: true };
}

function matching(desk: ScriptedDesk, set: string, filter: string): object[] {
  const [, part] = /^contains\(Subject,'([^']+)'\)$/.exec(filter) ?? [];
  const [, leading] = /^LeadingDocument\/Id eq (\d+)$/.exec(filter) ?? [];
  return desk.tickets
    .filter(({ text, subject, extra }) => text === set && (part ? subject.includes(part) : (extra['LeadingDocument'] as { Id: number }).Id === Number(leading)))
    .map(card);
}

function card({ id, subject, state, extra }: KeptTicket): object {
  const number = extra['RegistrationNumber'];
  return {
    Id: id,
    Subject: subject,
    LifeCycleState: state,
    RegistrationState: number ? 'Registered' : 'NotRegistered',
    RegistrationNumber: number ?? null,
    RegistrationDate: number ? '2026-11-24T00:00:00Z' : null,
  };
}

function onVersions(desk: ScriptedDesk, document: KeptTicket, { method, versionId, body, json }: { method: string; versionId: string | undefined; body: boolean; json: Record<string, unknown> }): Reply {
  const all = versionsOf(document);
  if (versionId === undefined) {
    if (method === 'GET') return value(all.map(({ Id }) => ({ Id })));
    const version = { Id: desk.nextId(), Note: String(json['Note']), AssociatedApplication: json['AssociatedApplication'], Body: null };
    all.push(version);
    return { status: 201, body: { Id: version.Id, Note: version.Note } };
  }
  const version = all.find(({ Id }) => Id === Number(versionId));
  if (!version) return error(404, 'Not found');
  if (!body) return { status: 200, body: { Id: version.Id, Body: { Value: version.Body?.toString('base64') ?? '' } } };
  version.Body = Buffer.from(String(json['Value']), 'base64');
  return { status: 204 };
}
