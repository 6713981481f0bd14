/** An answer, its JSON parsed where it is some. */
export interface ApiAnswer {
  status: number;
  type: string;
  body: unknown;
}

/** What may differ from the letter case of the public contract. */
export interface CaseChange {
  importResult?: object | null;
  facts?: object;
  description?: string;
}

/** The `case` of the public contract: a missing user of an invented hospital. */
export function apiCase({ importResult, facts, description }: CaseChange = {}): object {
  const person = { fullName: 'Иванова Мария Петровна', position: 'Специалист по закупкам', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' };
  return {
    importResult: importResult === undefined ? { previouslyLoaded: 0, withOwner: 0, errorText: null } : importResult,
    facts: {
      userRegistered: 'no',
      userBlocked: 'no',
      currentCertificateValid: 'unknown',
      colleagueCanImport: 'unknown',
      edms: 'none',
      signsDocuments: 'no',
      ...facts,
    },
    organization: {
      inn: '7299000007',
      kpp: '729901001',
      ogrn: '1997200000004',
      name: 'ГБУ ТО «Тестовая больница № 1»',
      shortName: null,
      address: '625000, г. Тюмень, ул. Тестовая, д. 1',
      phone: null,
      email: null,
      headPosition: 'Главный врач',
      headName: 'Петров Иван Сергеевич',
    },
    contact: person,
    newUser: { ...person, roles: [], sameRolesAs: 'Сидорова Анна Ивановна' },
    description: description ?? null,
    consent: { accepted: true, version: '2026-11' },
  };
}

/** Talks to the API as a program outside would. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  async raw(method: string, path: string, body: string | FormData | null, contentType?: string): Promise<ApiAnswer> {
    const headers = { ...this.headers, ...(contentType && { 'content-type': contentType }) };
    const answer = await fetch(`${this.baseUrl}/api/v1${path}`, { method, headers, body });
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: type.includes('json') ? await answer.json() : await answer.text() };
  }

  json(method: string, path: string, body?: object): Promise<ApiAnswer> {
    return this.raw(method, path, body ? JSON.stringify(body) : null, body && 'application/json');
  }

  upload(path: string, files: Record<string, Uint8Array>, method = 'POST'): Promise<ApiAnswer> {
    const form = new FormData();
    for (const [name, bytes] of Object.entries(files)) form.append(name, new Blob([bytes]), 'file.bin');
    return this.raw(method, path, form);
  }

  createCase(request: object, certificate: Uint8Array | null, idempotencyKey?: string): Promise<ApiAnswer> {
    const form = new FormData();
    form.append('case', new Blob([JSON.stringify(request)], { type: 'application/json' }));
    if (certificate) form.append('certificate', new Blob([certificate]), 'ivanova.cer');
    const keyed = idempotencyKey ? new ApiClient(this.baseUrl, { ...this.headers, 'idempotency-key': idempotencyKey }) : this;
    return keyed.raw('POST', '/cases', form);
  }

  /** Calls on one case. */
  withKey({ number, accessKey }: { number: string; accessKey: string }): CaseClient {
    return new CaseClient(this.baseUrl, number, accessKey);
  }
}

/** Calls of somebody who has the key of a case. */
export class CaseClient {
  private readonly api: ApiClient;

  constructor(
    private readonly baseUrl: string,
    private readonly number: string,
    private readonly accessKey: string,
  ) {
    this.api = new ApiClient(baseUrl, { authorization: `Bearer ${accessKey}` });
  }

  get(): Promise<ApiAnswer> {
    return this.api.json('GET', `/cases/${this.number}`);
  }

  signedLetter(file: Uint8Array): Promise<ApiAnswer> {
    return this.api.upload(`/cases/${this.number}/signed-letter`, { file }, 'PUT');
  }

  message(text: string): Promise<ApiAnswer> {
    return this.api.json('POST', `/cases/${this.number}/messages`, { text });
  }

  async file(name: string): Promise<{ status: number; type: string; bytes: Buffer }> {
    const answer = await fetch(`${this.baseUrl}/api/v1/cases/${this.number}/${name}`, { headers: { authorization: `Bearer ${this.accessKey}` } });
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
  }
}
