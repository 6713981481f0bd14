import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { NewCase } from './new-case.js';
import { sameRequest } from './request-fingerprint.js';

const print = (request: unknown, der: number[] = [1], scan: number[] | null = null): string =>
  sameRequest({
    request,
    certificate: { der: Uint8Array.from(der) },
    signedLetter: scan && { name: 'scan.pdf', bytes: Uint8Array.from(scan) },
  } as unknown as NewCase).toString('hex');

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reversed(inner)]));
}

/** As it comes from JSON: there is no -0. */
const request = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 })).map((value) => JSON.parse(JSON.stringify(value)) as object);

describe('the fingerprint of a request', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(request, (value) => expect(print(reversed(value))).toBe(print(value))));
  });

  it('differs when anything in the request differs, and only then', () => {
    fc.assert(fc.property(request, request, (one, other) => expect(print(one) === print(other)).toBe(isDeepStrictEqual(one, other))));
  });

  it.each([
    ['another certificate', print({}, [2])],
    ['a scan beside it', print({}, [1], [3])],
    ['the scan in place of the certificate', print({}, [], [1])],
    ['the order of a list', print({ roles: ['b', 'a'] })],
    ['null instead of a text', print({ roles: null })],
  ])('differs for %s', (_name, other) => {
    expect([print({}), print({ roles: ['a', 'b'] }), print({ roles: 'null' })]).not.toContain(other);
  });

  it('tells the same scan from another, and an empty one from another', () => {
    expect(print({}, [1], [3])).toBe(print({}, [1], [3]));
    expect(print({}, [1], [3])).not.toBe(print({}, [1], [4]));
    expect(print({}, [1], [3])).not.toBe(print({}, [1], []));
  });
});
