import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { InputFault } from './domain-error.js';

/** Folder `templates/` of the running project; the process is always started from the project's root. */
export const TEMPLATES_DIR = join(process.cwd(), 'templates');

type Render = (context: object) => string;

/**
 * All words that people see live in `templates/`; this is the one place that reads them.
 * `*.hbs` files are pages, mails and letters, `messages/*.json` short sentences by dotted key.
 */
@Injectable()
export class TemplatesService {
  private readonly html = Handlebars.create();
  private readonly text = Handlebars.create();
  private readonly compiled = new Map<string, Render>();
  private readonly messages = new Map<string, Render>();

  constructor() {
    for (const file of listFiles(TEMPLATES_DIR)) {
      const name = relative(TEMPLATES_DIR, file).split(sep).join('/');
      if (extname(name) === '.hbs') this.addTemplate(name.slice(0, -'.hbs'.length), readFileSync(file, 'utf8'));
      else if (name.startsWith('messages/') && extname(name) === '.json')
        this.addMessages(name.slice('messages/'.length, -'.json'.length), JSON.parse(readFileSync(file, 'utf8')) as unknown);
    }
  }

  /**
   * Renders `templates/<name>.hbs`. Values are HTML-escaped, except in `*.txt.hbs` (name ends in `.txt`).
   * Throws when there is no such template: a programming error, found by the first test that uses it.
   */
  render(name: string, context: object = {}): string {
    const render = this.compiled.get(name);
    if (!render) throw new Error(`no template ${name}`);
    return render(context);
  }

  /** One plain-text sentence, e.g. `message('certificates.refusals.pfx')`, with its `{{placeholders}}` filled. */
  message(key: string, context: object = {}): string {
    const render = this.messages.get(key);
    if (!render) throw new Error(`no message ${key}`);
    return render(context);
  }

  hasMessage(key: string): boolean {
    return this.messages.has(key);
  }

  /** The sentence of a fault: its own, the field's (`<scope>.<path>.<code>`), or the code's. Positions in lists do not matter. */
  faultSentence({ path, code, params, message }: InputFault, scope = 'fields'): string {
    if (message) return message;
    const place = path.replace(/\.\d+(?=\.|$)/g, '');
    const key = [`${scope}.${place}.${code}`, `fields.codes.${code}`].find((candidate) => this.messages.has(candidate));
    return this.message(key ?? 'fields.codes.invalid', params);
  }

  /** Adds a helper to pages and mails alike; templates hold no other logic. */
  registerHelper(name: string, helper: Handlebars.HelperDelegate): void {
    this.html.registerHelper(name, helper);
    this.text.registerHelper(name, helper);
  }

  private addTemplate(name: string, source: string): void {
    const plain = name.endsWith('.txt');
    const engine = plain ? this.text : this.html;
    if (/(^|\/)_[^/]*$/.test(name)) {
      engine.registerPartial(name, source);
      return;
    }
    this.compiled.set(name, engine.compile(source, { noEscape: plain, strict: false, preventIndent: true }));
  }

  private addMessages(prefix: string, tree: unknown): void {
    if (typeof tree === 'string') this.messages.set(prefix, this.text.compile(tree, { noEscape: true }));
    else if (tree && typeof tree === 'object') for (const [key, value] of Object.entries(tree)) this.addMessages(`${prefix}.${key}`, value);
  }
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
