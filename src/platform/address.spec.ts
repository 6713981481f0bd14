import { describe, expect, it } from '@jest/globals';
import { addressPath, isForPrograms } from './address.js';
import { RouteMethods } from './route-methods.js';

describe('an address', () => {
  it.each([
    ['/api/v1/cases', true],
    ['/api', true],
    ['/api?x=/desk', true],
    ['/%61pi/v1/cases/1', true],
    ['/API/v1', true],
    ['http://example.ru/api/v1', true],
    ['/metrics', true],
    ['/health/zz', true],
    ['//api/v1', true],
    ['/apiary', false],
    ['/desk/api/', false],
    ['/?next=/api/', false],
    ['/api%2Fv1', false],
    ['/%E0%A4%A', false],
    ['*', false],
  ])('%s is for programs: %s', (url, programs) => expect(isForPrograms(url)).toBe(programs));

  it('is read as the router reads it', () => {
    expect(addressPath('http://x/%61/%2f/%D0%98?q#f')).toBe('/a/%2f/%D0%98');
  });

  it('knows its methods', () => {
    const routes = new RouteMethods();
    routes.add('/api/v1/cases', 'POST');
    routes.add('/api/v1/cases/:number', ['GET', 'HEAD']);
    routes.add('/api/v1/cases/:number/letter.pdf', ['GET', 'HEAD']);
    routes.add('/assets/*', 'GET');
    routes.add('/assets/:name', 'PUT');
    expect(routes.at('/api/v1/cases?x=1')).toEqual(['POST']);
    expect(routes.at('/%61pi/v1/cases/2026-000001')).toEqual(['GET', 'HEAD']);
    expect(routes.at('/api/v1/cases/2026-000001/letterxpdf')).toEqual([]);
    expect(routes.at('/api/v1/cases/')).toEqual([]);
    expect(routes.at('/assets/a')).toEqual(['GET', 'PUT']);
    expect(routes.at('/assets/a/b')).toEqual(['GET']);
  });
});
