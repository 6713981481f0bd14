import { ConfigError, loadConfig } from './config.js';

const faultsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    return error instanceof ConfigError ? error.faults.join('\n') : String(error);
  }
};
const RT = { SERVICE_DESK: 'rt', SERVICE_DESK_URL: 'https://rt.example.ru/', SERVICE_DESK_TOKEN: 'token', SERVICE_DESK_QUEUE: 'Intake' };

describe('settings of the service desk', () => {
  it('name all that a preset lacks at once', () => {
    const faults = faultsOf({ SERVICE_DESK: 'naumen' });
    for (const name of ['SERVICE_DESK_URL', 'SERVICE_DESK_TOKEN', 'SERVICE_DESK_QUEUE', 'SERVICE_DESK_CASE_FIELD']) expect(faults).toContain(`${name}: `);
    expect(faultsOf({ PORT: 'abc', SERVICE_DESK: 'naumen' })).toMatch(/^PORT: .*\n[^]*SERVICE_DESK_TOKEN: /);
    expect(faultsOf({ SERVICE_DESK: 'http', SERVICE_DESK_URL: 'https://a.ru' })).toContain('SERVICE_DESK_FILE: ');
    expect(faultsOf({ ...RT, SERVICE_DESK_URL: 'https://user:pass@rt.example.ru/?key=1' })).toContain('SERVICE_DESK_URL: уберите');
    expect(faultsOf({ ...RT, SERVICE_DESK_FIELDS: '{oops' })).toContain('SERVICE_DESK_FIELDS: нужен объект JSON');
    expect(faultsOf({ ...RT, SERVICE_DESK_STATES: '{"done":"finished"}' })).toContain('SERVICE_DESK_STATES');
    expect(faultsOf({ ...RT, SERVICE_DESK_CASE_FIELD: "x' OR id > 0" })).toContain('SERVICE_DESK_CASE_FIELD');
  });

  it('tell people an address without a key: their own, or the site of the interface', () => {
    expect(loadConfig({}).serviceDeskUrl).toBe('https://sd.72to.ru');
    expect(loadConfig({ SERVICE_DESK_URL: 'https://sd.example.ru/help' }).serviceDeskUrl).toBe('https://sd.example.ru/help');
    expect(loadConfig({ ...RT, SERVICE_DESK_URL: 'https://rt.example.ru/api/' }).serviceDeskUrl).toBe('https://rt.example.ru');
    expect(loadConfig({ ...RT, SERVICE_DESK_PUBLIC_URL: 'https://help.example.ru' }).serviceDeskUrl).toBe('https://help.example.ru');
  });

  it('reach the preset checked and ready', () => {
    expect(loadConfig({ ...RT, SERVICE_DESK_STATES: '{" Закрыта ":"resolved"}', SERVICE_DESK_TIMEOUT: '7' }).serviceDeskApi).toMatchObject({
      preset: 'rt',
      url: 'https://rt.example.ru',
      states: { закрыта: 'resolved' },
      timeoutMs: 7000,
    });
    expect(loadConfig({ SERVICE_DESK: 'email' }).serviceDeskApi).toBeNull();
  });
});
