import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Production calendars of the running project; the process is always started from the project's root. */
export const CALENDAR_DIR = join(process.cwd(), 'data', 'calendar');

/** A year's file as it is on disk. */
export interface CalendarFile {
  year: number;
  path: string;
  text: string;
}

/** All files named `<year>.json`, oldest first. A folder that is not there has none: every year is then missing, which is an alarm. */
export function readCalendarFiles(dir: string): CalendarFile[] {
  return namesIn(dir)
    .filter((name) => /^\d{4}\.json$/.test(name))
    .sort()
    .map((name) => ({ year: Number.parseInt(name, 10), path: join(dir, name), text: readFileSync(join(dir, name), 'utf8') }));
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
