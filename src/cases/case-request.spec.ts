import { apiCase } from '../../test/support/api-client.js';
import { pem, privateKeys } from '../../test/support/certificate-files.js';
import { inputFaults } from '../platform/input-faults.js';
import { caseRequestSchema, type CaseRequest, messageSchema } from './case-request.js';

/** The request of the contract with one value changed, by its path. */
function withValue(path: string, value: string): object {
  const request = structuredClone(apiCase()) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const part = names.reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, request);
  part[last] = value;
  return request;
}

function faultsOf(path: string, value: string): string[] {
  const { error } = caseRequestSchema.safeParse(withValue(path, value), { reportInput: true });
  return error ? inputFaults(error).map((fault) => `${fault.path} ${fault.code}`) : [];
}

const read = (path: string, value: string): CaseRequest => caseRequestSchema.parse(withValue(path, value));
const oneLineKey = pem('PRIVATE KEY', privateKeys()['PKCS#8 GOST'] ?? Buffer.alloc(0)).toString().replace(/\s+/g, ' ');

describe('texts of a request', () => {
  it.each(['organization.address', 'organization.headPosition', 'contact.position', 'contact.email', 'newUser.position', 'newUser.roles.0', 'newUser.sameRolesAs', 'description'])(
    'hold no private key: %s',
    (path) => {
      for (const key of [oneLineKey, oneLineKey.replace('PRIVATE', 'PRI\u200bVATE'), oneLineKey.replace(/-----[^-]*-----/g, '')]) expect(faultsOf(path, key)).toEqual([`${path} private-key`]);
    },
  );

  it('keep of a typed СНИЛС only its last digits', () => {
    const paths = ['importResult.errorText', 'organization.address', 'contact.position', 'newUser.fullName', 'newUser.position', 'newUser.roles.0', 'newUser.sameRolesAs', 'description'];
    for (const path of paths) expect(JSON.stringify(read(path, 'Ким, СНИЛС 112-233-445 95, 11223344595'))).toContain('"Ким, СНИЛС ***-***-**5 95, ***-***-**5 95"');
    expect(messageSchema.parse({ text: 'СНИЛС 11223344595' })).toEqual({ text: 'СНИЛС ***-***-**5 95' });
    expect(read('contact.phone', '11223344595').contact.phone).toBe('11223344595');
    expect(read('organization.ogrn', '1997200000004').organization?.ogrn).toBe('1997200000004');
  });

  it.each(['\u200b', '\u2060', '\u00ad', '\u3164', '\u2800', '\u115f', '\ufe0f', '\u061c', ' ', '.', '-'])('a name is more than %j', (value) => {
    for (const path of ['contact.fullName', 'newUser.fullName']) expect(faultsOf(path, value)).toEqual([`${path} required`]);
    // What cannot be seen at all is as good as left out: then the route asks for it.
    for (const path of ['name', 'headName'] as const) expect([faultsOf(`organization.${path}`, value), /[.-]/.test(value)]).toEqual(/[.-]/.test(value) ? [[`organization.${path} required`], true] : [[], false]);
    expect(read('newUser.sameRolesAs', value).newUser?.sameRolesAs).toBeNull();
  });

  it('a name without a visible character is no name of an organisation', () => {
    expect(read('organization.headName', '\u00ad').organization?.headName).toBeNull();
    expect(read('organization.name', '\u200b \u2800').organization?.name).toBeNull();
  });

  it('a message has something to read', () => {
    for (const text of ['\u200b', '\u2800\n\u3164', ' ']) expect(messageSchema.safeParse({ text }).success).toBe(false);
    expect(messageSchema.parse({ text: '?' })).toEqual({ text: '?' });
  });

  it('letters that were lost on the way are told, not erased', () => {
    for (const path of ['description', 'contact.fullName', 'organization.address']) expect(faultsOf(path, 'Ива\ufffdова')).toEqual([`${path} encoding`]);
    expect(messageSchema.safeParse({ text: '\ufffd\ufffd' }).success).toBe(false);
  });

  it('an address is one to which mail can be sent, without what copying brought along', () => {
    for (const email of ['ivanova@example.ru\u200b', 'iva\u00adnova@example.ru', ' \ufeffivanova@example.ru']) expect(read('contact.email', email).contact.email).toBe('ivanova@example.ru');
    for (const email of ['a@[127.0.0.1]', 'a..b@x.ru', 'a@b..ru', 'a@localhost', 'ivanova\u202e@example.ru']) expect(faultsOf('contact.email', email)).toEqual(['contact.email email']);
    expect(faultsOf('newUser.email', '\u200b')).toEqual(['newUser.email required']);
  });
});
