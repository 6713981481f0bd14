// Adds to package-lock.json the optional platform packages that a partial npm mirror does not list: `npm ci` of npm 11 refuses a lock without them.
// Run after a change of dependencies behind such a mirror: node scripts/complete-lock.js && npm install --package-lock-only
import { readFileSync, writeFileSync } from 'node:fs';
const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;
const OS = { android: 'android', darwin: 'darwin', linux: 'linux', win32: 'win32', windows: 'win32', freebsd: 'freebsd', openharmony: 'openharmony' };
const CPU = { arm64: 'arm64', x64: 'x64', arm: 'arm', ia32: 'ia32', ppc64: 'ppc64', riscv64: 'riscv64', s390x: 's390x', loong64: 'loong64' };
let added = 0;
for (const [place, entry] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    let scope = place, found = false;
    for (;;) {
      if (packages[`${scope ? scope + '/' : ''}node_modules/${name}`]) { found = true; break; }
      if (!scope) break;
      scope = scope.includes('/node_modules/') ? scope.slice(0, scope.lastIndexOf('/node_modules/')) : '';
    }
    if (found) continue;
    const words = name.split(/[/-]/);
    const os = words.map((w) => OS[w]).find(Boolean), cpu = words.map((w) => CPU[w]).find(Boolean);
    if (!os || !cpu || !/^\d/.test(version)) { console.log('skipped', name, version); continue; }
    const libc = name.endsWith('-musl') ? ['musl'] : name.endsWith('-gnu') ? ['glibc'] : undefined;
    packages[`node_modules/${name}`] = { version, cpu: [cpu], ...(entry.dev && { dev: true }), ...(libc && os === 'linux' && { libc }), optional: true, os: [os], engines: entry.engines };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n');
console.log('added', added);
