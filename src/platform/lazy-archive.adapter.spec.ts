import { buffer } from 'node:stream/consumers';
import { archiveLazily } from './lazy-archive.adapter.js';

const MANY = 40;
const LARGE = 200_000;

describe('an archive of files that are made one by one', () => {
  it('has no more of them in memory than its reader can take', async () => {
    let made = 0;
    const entries = Array.from({ length: MANY }, (_, index) => ({ path: `${index}.bin`, bytes: () => Promise.resolve(Buffer.alloc(LARGE, (made += 1))) }));
    const stream = archiveLazily(entries);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(made).toBeLessThan(5);
    const whole = await buffer(stream);
    expect(made).toBe(MANY);
    expect(whole.length).toBeGreaterThan(MANY * LARGE);
  });

  it('breaks off when one of them cannot be made', async () => {
    const entries = [
      { path: 'a', bytes: () => Promise.resolve(Buffer.from('a')) },
      { path: 'b', bytes: () => Promise.reject(new Error('no such letter')) },
    ];
    await expect(buffer(archiveLazily(entries))).rejects.toThrow('no such letter');
  });
});
