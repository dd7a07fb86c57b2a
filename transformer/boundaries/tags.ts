/**
 * `@otelBoundary` tags: a declaration of one's own says what it takes, and so need no entry in the
 * tsconfig. `@otelBoundary task job`, `@otelBoundary listener handler attach=root`.
 */
import type { Kinds, Loose, Node, SourceFile } from '../syntax.js';
import { faultOf, ROLES, type OwnBoundary } from './own.js';

const TAG = '@otelBoundary';
/** To the end of the line, or of the comment. */
const TAGS = /@otelBoundary\b([^\n*]*(?:\*(?!\/)[^\n*]*)*)/g;

export interface Tagged {
  readonly own: OwnBoundary;
  readonly node: Node;
}

export interface FaultyTag {
  readonly node: Node;
  readonly fault: string;
}

export const mayHaveTags = ({ text }: SourceFile): boolean => text.includes(TAG);

/** @param fileName As names of the file's declarations start. */
export function findTags(kinds: Kinds, sourceFile: SourceFile, fileName: string): readonly (Tagged | FaultyTag)[] {
  const found: (Tagged | FaultyTag)[] = [];
  const CALLED: ReadonlySet<number> = new Set([
    kinds.FunctionDeclaration, kinds.MethodDeclaration, kinds.MethodSignature, kinds.PropertyDeclaration, kinds.PropertySignature, kinds.VariableStatement,
    kinds.Constructor,
  ]);

  function visit(node: Loose, path: readonly string[]): void {
    if (CALLED.has(node.kind)) {
      const comment = sourceFile.text.slice(node.pos, node.getStart(sourceFile));
      for (const [, words = ''] of comment.matchAll(TAGS)) tag(node, path, words.trim());
    }
    const isNamed = [kinds.ClassDeclaration, kinds.ClassExpression, kinds.InterfaceDeclaration, kinds.ModuleDeclaration].includes(node.kind);
    const inner = isNamed && node.name ? [...path, node.name.text as string] : path;
    node.forEachChild((child) => {
      visit(child as Loose, inner);
      return undefined;
    });
  }

  function tag(node: Loose, path: readonly string[], words: string): void {
    const declared = (node.kind === kinds.VariableStatement ? node.declarationList.declarations[0] : node) as Loose;
    const [role = '', of = '', ...settings] = words.split(/\s+/);
    if (role !== 'attach=root' && !(ROLES as readonly string[]).includes(role)) {
      found.push({ node, fault: `starts with "${role}", which must be one of ${ROLES.join(', ')}, or attach=root.` });
      return;
    }
    const said = Object.fromEntries((role === 'attach=root' ? [role, of, ...settings] : settings).filter(Boolean).map((each) => each.split('=')));
    const value = role === 'takes' ? of : positionOf(declared, of);
    if (value === undefined && role !== 'attach=root') {
      found.push({ node, fault: `names "${of}", which is no parameter of the function.` });
      return;
    }
    const isConstructor = node.kind === kinds.Constructor;
    const place = `${fileName}#${[...path, ...(isConstructor ? [] : [declared.name?.text as string])].join('.')}`;
    const own = { [isConstructor ? 'new' : 'call']: place, name: place.slice(place.indexOf('#') + 1), ...(role !== 'attach=root' && { [role]: value }), ...said } as OwnBoundary;
    const fault = faultOf(own, []);
    found.push(fault === undefined ? { own, node } : { node, fault });
  }

  /** The index of the parameter that is named, or given by its index. */
  function positionOf(declared: Loose, of: string): number | undefined {
    if (/^\d+$/.test(of)) return Number(of);
    const made = (declared.parameters ? declared : (declared.initializer ?? declared.type ?? declared)) as Loose;
    const at = ((made.parameters ?? []) as readonly Loose[]).filter((each) => each.name.text !== 'this').findIndex((each) => each.name.text === of);
    return at < 0 ? undefined : at;
  }

  visit(sourceFile as unknown as Loose, []);
  return found;
}
