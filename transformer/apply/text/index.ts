/**
 * The text back end: writes edits into the text of a file as insertions that move no line, for hosts
 * that have no transformers. Knows nothing of boundaries, and no compiler.
 */
import type { SourceMap } from 'magic-string';
import type { Argument, Edit, Helper, Insert, Scope } from '../../plan/rewrite.js';
import type { Kinds, Loose, Node, SourceFile } from '../../syntax.js';
import { editsByNode } from '../edits-by-node.js';
import { bodyPlace, importPlace, isDirective } from '../prologue.js';
import { createExports } from './exports.js';
import { createInsertions } from './insertions.js';
import { createNames } from './names.js';
import { createRuntimeImport, type TextFormat } from './runtime-import.js';

export interface Rewritten {
  readonly code: string;
  /** From the rewritten text to that of the file. */
  readonly map: SourceMap;
}

/**
 * @param sourceFile What the edits name the nodes of; every node knows its parent.
 * @param format How the runtime is imported.
 * @param body The statement with which the file's own begin, where that is not the first after its imports: CommonJS has none.
 */
export function applyText(kinds: Kinds, sourceFile: SourceFile, edits: readonly Edit[], { format, body }: { readonly format: TextFormat; readonly body?: Node }): Rewritten {
  const { text } = sourceFile;
  const names = createNames(text);
  const runtime = createRuntimeImport(names, format);
  const insertions = createInsertions(sourceFile);
  const start = (node: Node): number => node.getStart(sourceFile);
  const exports = createExports(kinds, insertions, names, start);
  const scopeNames = new Map<Node, string>();
  const statements = sourceFile.statements as readonly Loose[];
  const FUNCTIONS: ReadonlySet<number> = new Set([kinds.FunctionDeclaration, kinds.ClassDeclaration]);

  function scopeName(node: Node): string {
    const name = scopeNames.get(node) ?? names.unused('baton_scope');
    scopeNames.set(node, name);
    return name;
  }

  function argument(given: Argument): string {
    if ('nothing' in given) return 'void 0';
    if ('self' in given) return 'this';
    if ('text' in given) return JSON.stringify(given.text);
    if ('index' in given) return String(given.index);
    if ('flag' in given) return String(given.flag);
    if ('lazily' in given) return call('openSpan', [`() => ${repeated(given.lazily as Loose)}`]);
    return 'scope' in given ? scopeName(given.scope) : repeated(given.repeat as Loose);
  }

  /** A second reference to what the source names, without what only types it. */
  function repeated(node: Loose): string {
    if (node.kind === kinds.Identifier) return node.text as string;
    if (node.kind === kinds.PropertyAccessExpression) return `${repeated(node.expression)}.${text.slice(start(node.name), node.name.end)}`;
    if (node.kind === kinds.NonNullExpression || node.kind === kinds.ParenthesizedExpression) return repeated(node.expression);
    return text.slice(start(node), node.end);
  }

  const call = (helper: Helper, args: readonly string[]): string => `${runtime.helper(helper)}(${args.join(', ')})`;
  const list = (args: readonly Argument[] | undefined): readonly string[] => (args ?? []).map(argument);
  const opening = (helper: Helper, before: readonly Argument[] | undefined): string => `${runtime.helper(helper)}(${list(before).map((each) => `${each}, `).join('')}`;
  const closing = (after: readonly Argument[] | undefined): string => `${list(after).map((each) => `, ${each}`).join('')})`;
  const insertion = ({ helper, arguments: args }: Insert): string => `${call(helper, list(args))}; `;
  const opened = (scope: Scope): string => `const ${scopeName(scope.node)} = ${call('open', scope.inLoop ? ['true'] : [])}; `;
  const closed = (scope: Scope): string => `${call('close', [scopeName(scope.node)])};`;

  /** Where the arguments of a call end; `new Type` without any is given its parentheses. */
  function endOfArguments(node: Loose): number | undefined {
    return node.arguments ? node.end - 1 : undefined;
  }

  function hasTrailingComma(node: Loose): boolean {
    const last = (node.arguments as readonly Loose[]).at(-1);
    return !!last && text.slice(last.end, node.end - 1).replace(/\/\*[^]*?\*\/|\/\/.*/g, '').includes(',');
  }

  /** Edits of a node nest as they are listed: what is written before it stands in the reverse order. */
  function atNode(node: Loose, listed: readonly Edit[]): void {
    const prefixes: string[] = [];
    const suffixes: string[] = [];
    const first: string[] = [];
    for (const edit of listed) {
      switch (edit.edit) {
        case 'wrap': {
          const isConstructor = node.parent.kind === kinds.NewExpression && (node.parent as Loose).expression === node;
          const isList = node.kind === kinds.BinaryExpression && node.operatorToken.kind === kinds.CommaToken;
          prefixes.unshift(`${isConstructor ? '(' : ''}${opening(edit.helper, edit.before)}${isList ? '(' : ''}`);
          suffixes.push(`${isList ? ')' : ''}${closing(edit.after)}${isConstructor ? ')' : ''}`);
          break;
        }
        case 'wrap member': {
          prefixes.unshift(opening(edit.helper, edit.before));
          suffixes.push(closing(edit.after));
          const isNamed = node.kind === kinds.PropertyAccessExpression;
          const key = (isNamed ? node.name : node.argumentExpression) as Loose;
          // The token before a name or a key ends where the trivia of that begins.
          insertions.replace(key.pos - 1, key.pos, ', ');
          if (isNamed) insertions.replace(start(key), key.end, JSON.stringify(key.text));
          else insertions.replace(node.end - 1, node.end, '');
          break;
        }
        case 'wrap late': {
          const [value, index] = [names.unused('baton_value'), names.unused('baton_index')];
          insertions.after(node, `].map((${value}, ${index}) => ${index} === ${edit.index} ? ${opening(edit.helper, [])}${value}${closing(edit.after)} : ${value})`, node.end - 1);
          insertions.before(node, '...[', node.arguments[0].pos);
          break;
        }
        case 'append': {
          const given = (node.arguments ?? []) as readonly Loose[];
          const missing = Array.from({ length: (edit.index ?? 0) - given.length }, () => 'void 0');
          const added = [...missing, call(edit.helper, list(edit.arguments))].join(', ');
          const end = endOfArguments(node);
          if (end === undefined) insertions.after(node, `(${added})`);
          else insertions.after(node, given.length && !hasTrailingComma(node) ? `, ${added}` : added, end);
          break;
        }
        case 'thunk':
          prefixes.unshift(`${opening(edit.helper, edit.before)}() => `);
          suffixes.push(')()');
          break;
        case 'rename': {
          const isName = node.kind === kinds.Identifier || node.kind === kinds.SuperKeyword;
          insertions.replace(start(node), node.end, isName ? edit.to : JSON.stringify(edit.to));
          break;
        }
        case 'wrap export':
          exports.wrap(node, edit, (value) => `${opening(edit.helper, [])}${value}${closing(edit.after)}`);
          break;
        case 'insert':
          first.push(insertion(edit));
          break;
        case 'scope':
          break;
      }
    }
    const scope = listed.find((edit) => edit.edit === 'scope');
    const head = [scope ? `${opened(scope)}try { ` : '', ...first].join('');
    const tail = scope ? ` } finally { ${closed(scope)} }` : '';
    if (node.kind === kinds.Block) {
      inBlock(node, head, tail);
    } else if (head) {
      const isStatement = isStatementNode(node);
      prefixes.unshift(`{ ${head}${isStatement ? '' : 'return '}`);
      suffixes.push(`${isStatement ? '' : ';'}${tail} }`);
    }
    if (prefixes.length) insertions.before(node, prefixes.join(''));
    if (suffixes.length) insertions.after(node, suffixes.join(''));
  }

  /** The body of a loop, or a loop; the body of an arrow function is an expression. */
  const isStatementNode = (node: Loose): boolean => node.parent.kind !== kinds.ArrowFunction;

  /** Directives stay first. */
  function inBlock(block: Loose, head: string, tail: string): void {
    if (!head) return;
    const body = (block.statements as readonly Loose[]).find((each) => !isDirective(kinds, each));
    insertions.before(block, body ? head : ` ${head}`, body ? start(body) : block.end - 1);
    if (tail) insertions.after(block, tail, block.end - 1);
  }

  function closedStatement(statement: Loose): string {
    return text[statement.end - 1] === ';' || FUNCTIONS.has(statement.kind) ? '' : ';';
  }

  const byNode = editsByNode(edits);
  const ofFile = byNode.get(sourceFile) ?? [];
  byNode.delete(sourceFile);
  for (const [node, listed] of byNode) {
    const ahead = listed.filter((edit): edit is Insert => edit.edit === 'insert' && edit.where === 'before');
    if (ahead.length) insertions.before(node, ahead.map(insertion).join(''));
    atNode(node as Loose, listed.filter((edit) => !ahead.includes(edit as Insert)));
  }
  const scope = ofFile.find((edit) => edit.edit === 'scope');
  const at = importPlace(kinds, statements);
  const bodyAt = body ? statements.indexOf(body as Loose) : bodyPlace(kinds, statements, at);
  const last = statements.at(-1);
  const opens = scope && bodyAt < statements.length ? opened(scope) : '';
  const closes = opens && scope ? ` ${closed(scope)}` : '';
  atFile(at, runtime.text());
  atFile(bodyAt, `${opens}${exports.constants()}`);
  const ends = `${exports.specifiers()}${closes}`;
  if (ends && last) insertions.after(sourceFile, `${closedStatement(last)}${ends}`, last.end);
  return insertions.finish();

  /** Before the statement with this index, or after the last. */
  function atFile(index: number, piece: string): void {
    const statement = statements[index];
    if (!piece) return;
    if (statement) insertions.before(sourceFile, piece, start(statement));
    else if (last) insertions.after(sourceFile, `${closedStatement(last)} ${piece}`, last.end);
  }
}
