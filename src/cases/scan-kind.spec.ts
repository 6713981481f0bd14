import fc from 'fast-check';
import { scanKind } from './scan-kind.js';

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

describe('the kind of a scan', () => {
  it.each([
    ['pdf', '255044462d312e37'],
    ['pdf', 'efbbbf0d0a255044462d312e37'],
    ['jpg', 'ffd8ffe000104a46'],
    ['png', '89504e470d0a1a0a'],
    ['tif', '49492a0008000000'],
    ['tif', '4d4d002a00000008'],
  ])('%s is known by its first bytes', (extension, hex) => {
    expect(scanKind(bytes(hex))?.extension).toBe(extension);
  });

  it.each([
    ['nothing', ''],
    ['a part of a signature', '89504e47'],
    ['a zip', '504b0304'],
    ['a PDF behind other bytes', '3c255044462d'],
    ['a BigTIFF', '49492b00'],
  ])('%s is none', (_name, hex) => {
    expect(scanKind(bytes(hex))).toBeNull();
  });

  it('does not depend on what follows', () => {
    fc.assert(fc.property(fc.uint8Array(), (rest) => scanKind(Buffer.concat([bytes('255044462d'), rest]))?.mediaType === 'application/pdf'));
  });
});
