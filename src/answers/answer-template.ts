import Handlebars from 'handlebars';
import type { InputFault } from '../platform/domain-error.js';

/** What may stand between double braces, in the words of those who write answers; {@link AnswerValues} fills them. */
export const PLACEHOLDERS = ['имя', 'фио', 'номер', 'организация', 'инн', 'причина', 'состояние', 'почта_управления', 'портал', 'оператор'] as const;

/** One of {@link PLACEHOLDERS}. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A value for each placeholder; empty where the case has none. */
export type AnswerValues = Readonly<Record<Placeholder, string>>;

type Node = hbs.AST.Node;

/** Our own engine, without helpers and partials of the pages. */
const engine = Handlebars.create();

/**
 * What is wrong with a text before it may be kept: one fault, of the field `path`. Only placeholders and `{{#if placeholder}} … {{else}} … {{/if}}`
 * are allowed: nothing that loops, calls, includes or reaches into an object. Codes: `template-syntax`, `template-unknown`, `template-forbidden`.
 */
export function answerFaults(source: string, path: string): InputFault[] {
  let program: hbs.AST.Program;
  try {
    program = engine.parse(source);
  } catch (error) {
    return [{ path, code: 'template-syntax', params: { line: Number(/line (\d+)/.exec((error as Error).message)?.[1] ?? 1) } }];
  }
  const found = firstFault(program);
  return found ? [{ path, ...found }] : [];
}

/**
 * The text for one case. Plain text: whoever shows it in a page escapes it.
 * @throws Error for a text that {@link answerFaults} finds fault with.
 */
export function fillAnswer(source: string, values: AnswerValues): string {
  const [fault] = answerFaults(source, 'body');
  if (fault) throw new Error(`answer not checked: ${fault.code}`);
  const render = engine.compile(source, { noEscape: true, strict: true, knownHelpersOnly: true, knownHelpers: { if: true }, preventIndent: true });
  return render(Object.assign(Object.create(null), values)).replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim();
}

function firstFault(program: hbs.AST.Program): { code: string; params: Record<string, string> } | null {
  for (const node of program.body) {
    const fault = nodeFault(node);
    if (fault) return fault;
  }
  return null;
}

function nodeFault(node: Node): { code: string; params: Record<string, string> } | null {
  switch (node.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return null;
    case 'MustacheStatement': {
      const { path, params, hash } = node as hbs.AST.MustacheStatement;
      return params.length > 0 || hash ? forbidden(words(path)) : placeholderFault(path);
    }
    case 'BlockStatement': {
      const { path, params, hash, program, inverse } = node as hbs.AST.BlockStatement;
      const [condition] = params;
      if (words(path) !== 'if' || params.length !== 1 || !condition || hash || program.blockParams) return forbidden(`#${words(path)}`);
      return placeholderFault(condition) ?? firstFault(program) ?? (inverse ? firstFault(inverse) : null);
    }
    default:
      return forbidden(node.type === 'PartialStatement' ? '>' : node.type);
  }
}

function placeholderFault(node: Node): { code: string; params: Record<string, string> } | null {
  const name = words(node);
  if (node.type !== 'PathExpression') return forbidden(name);
  const { data, depth, parts } = node as hbs.AST.PathExpression;
  if (data || depth > 0 || parts.length !== 1) return forbidden(name);
  return PLACEHOLDERS.some((known) => known === name) ? null : { code: 'template-unknown', params: { name } };
}

function words(node: Node): string {
  return String((node as Partial<hbs.AST.PathExpression>).original ?? node.type).slice(0, 60);
}

const forbidden = (what: string): { code: string; params: Record<string, string> } => ({ code: 'template-forbidden', params: { what } });
