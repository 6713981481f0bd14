import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPLATES_DIR } from '../platform/templates.service.js';

const GUIDES_DIR = join(TEMPLATES_DIR, 'guides');

/** What lies in `templates/guides`, as text. */
export interface GuideFiles {
  /** Markdown by slug. */
  guides: Map<string, string>;
  /** SVG by name. */
  drawings: Map<string, string>;
  /** YAML. */
  synonyms: string;
}

/** Reads the guides that come with the code; once, at the start. */
export function readGuideFiles(): GuideFiles {
  return {
    guides: readAll(GUIDES_DIR, '.md'),
    drawings: readAll(join(GUIDES_DIR, 'drawings'), '.svg'),
    synonyms: readFileSync(join(GUIDES_DIR, 'synonyms.yaml'), 'utf8'),
  };
}

function readAll(dir: string, extension: string): Map<string, string> {
  const names = readdirSync(dir).filter((name) => name.endsWith(extension));
  return new Map(names.sort().map((name) => [name.slice(0, -extension.length), readFileSync(join(dir, name), 'utf8').trim()]));
}
