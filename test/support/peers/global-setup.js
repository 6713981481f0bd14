import { execFileSync } from 'node:child_process';
import databases from '../global-setup.js';

/** Databases as everywhere, and the real service desks. */
export default async function globalSetup() {
  execFileSync(new URL('up.sh', import.meta.url).pathname, { stdio: 'inherit' });
  await databases();
}
