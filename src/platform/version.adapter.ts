import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of the running code, from package.json. */
export const VERSION = (JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string }).version;
