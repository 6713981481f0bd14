import { createHash, randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** A case for the worklist, written straight into the database; what is left out is an invented default. */
export interface PlantedCase {
  number?: string;
  status?: string;
  category?: string;
  route?: string;
  assigneeId?: string | null;
  surname?: string;
  givenName?: string;
  organization?: string;
  inn?: string;
  thumbprint?: string;
  description?: string | null;
  notAfter?: string;
  dueAt?: Date | null;
  createdAt?: Date;
}

let planted = 0;

/** Plants one case and gives its id. */
export async function plantCase(client: Client, change: PlantedCase = {}): Promise<string> {
  planted += 1;
  const id = randomUUID();
  const { surname = 'Иванова', givenName = 'Мария Петровна', organization = 'ГБУ ТО «Тестовая больница № 1»', inn = '7299000007' } = change;
  const thumbprint = change.thumbprint ?? createHash('sha1').update(id).digest('hex').toUpperCase();
  const createdAt = change.createdAt ?? new Date();
  const fullName = `${surname} ${givenName}`;
  const subject = { commonName: fullName, surname, givenName, title: null, organization: null, snilsTail: '595', inn: '729900000107', innLegal: inn, ogrn: null, ogrnip: null, email: null };
  const certificate = {
    subject,
    issuer: 'Тестовый УЦ',
    serialNumber: '42F96B9FE72A00B0450E499C78205FCC',
    thumbprint,
    notBefore: '2026-03-01T00:00:00.000Z',
    notAfter: change.notAfter ?? '2027-05-31T00:00:00.000Z',
    keyAlgorithm: 'ГОСТ Р 34.10-2012 (256 бит)',
    validity: 'valid',
    warnings: [],
  };
  const request = {
    importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null },
    facts: { userRegistered: 'unknown', userBlocked: 'no', currentCertificateValid: 'unknown', colleagueCanImport: 'unknown', edms: 'none', signsDocuments: 'no', loginFailed: 'unknown' },
    organization: { inn, kpp: null, ogrn: null, name: organization, shortName: null, address: null, phone: null, email: null, headPosition: null, headName: null },
    contact: { fullName, position: null, phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
    newUser: null,
    description: change.description ?? null,
    consent: { accepted: true, version: '2026-11' },
  };
  const category = change.category ?? 'needs-triage';
  const route = change.route ?? 'operator';
  const verdict = { decided: true, ruleId: 'R7', ruleVersion: 1, category, route, reason: 'reasons.R7', nextSteps: [] };
  await client.query(
    `INSERT INTO cases (id, number, status, source, category, route, verdict, request, certificate, thumbprint, letter, created_at, updated_at, version, assignee_id, due_at)
     VALUES ($1, $2, $3, 'portal', $4, $5, $6, $7, $8, $9, NULL, $10, $10, 1, $11, $12)`,
    [
      id,
      change.number ?? `2031-${String(planted).padStart(6, '0')}`,
      change.status ?? 'awaiting-operator',
      category,
      route,
      verdict,
      request,
      certificate,
      thumbprint,
      createdAt,
      change.assigneeId ?? null,
      change.dueAt ?? null,
    ],
  );
  return id;
}
