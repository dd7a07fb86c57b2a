/** Tables and functions over trees that the API names otherwise, or leaves out. */
import { join, relative } from 'node:path';
import type ts from 'typescript';
import { BY_KIND, type Compiler, type ProjectConfig } from '../resolve/checker/host.js';
import { withoutExtension } from '../resolve/checker/output-paths.js';
import type { Loose } from '../syntax.js';
import type { ApiSourceFile } from './api.js';
import type { TypeScript7 } from './find.js';

type Test = (node: ts.Node) => boolean;

/** In JavaScript `require` and `exports` make a module as well, which is none of ECMAScript. */
const COMMONJS = /\brequire\s*\(|\bmodule\s*\.\s*exports\b|\bexports\s*[.[]/;

/** Make what the resolver uses of a compiler; a member of the API that is not there fails at once and by name. */
export function compilerOf7({ version, ast, sync }: TypeScript7): Compiler {
  const { SyntaxKind, NodeFlags } = ast;
  const kind = (name: string): number => SyntaxKind[name] as number;
  const isOf = (...names: string[]): Test => {
    const kinds = new Set(names.map(kind));
    if (kinds.has(undefined as unknown as number)) throw new Error(`otel-baton: the syntax of TypeScript ${version} has no ${names.join(' or no ')}.`);
    return (node) => kinds.has(node.kind);
  };

  /** A declaration's own flags with those of the list and of the statement that it stands in. */
  function combined(declaration: ts.Declaration, flagsOf: (node: Loose) => number): number {
    let node = declaration as unknown as Loose;
    while (node.kind === kind('BindingElement')) node = node.parent.parent as Loose;
    let flags = flagsOf(node);
    for (const outer of ['VariableDeclarationList', 'VariableStatement']) {
      if (node.parent?.kind !== kind(outer)) break;
      node = node.parent as Loose;
      flags |= flagsOf(node);
    }
    return flags;
  }

  function findAncestor(node: ts.Node | undefined, isWanted: Test): ts.Node | undefined {
    let at = node;
    while (at && !isWanted(at)) at = at.parent as ts.Node | undefined;
    return at;
  }

  const byKind = Object.fromEntries(BY_KIND.map((name) => [name, isOf(name.slice('is'.length))]));
  const compiler = {
    ...byKind,
    versionMajorMinor: version.split('.', 2).join('.'),
    SyntaxKind,
    NodeFlags,
    ScriptTarget: ast.ScriptTarget,
    InternalSymbolName: { Constructor: '__constructor' },
    ModifierFlags: sync.ModifierFlags,
    ModuleKind: sync.ModuleKind,
    ObjectFlags: sync.ObjectFlags,
    SignatureKind: sync.SignatureKind,
    SymbolFlags: sync.SymbolFlags,
    TypeFlags: sync.TypeFlags,
    isConstructorDeclaration: isOf('Constructor'),
    isParameter: isOf('Parameter'),
    isClassLike: isOf('ClassDeclaration', 'ClassExpression'),
    isStringLiteralLike: isOf('StringLiteral', 'NoSubstitutionTemplateLiteral'),
    isExternalModule: (file: ts.SourceFile) => (file as unknown as ApiSourceFile).externalModuleIndicator !== undefined && !isCommonJsSource(file as unknown as ApiSourceFile),
    escapeLeadingUnderscores: (name: string) => (name.startsWith('__') ? `_${name}` : name),
    findAncestor,
    forEachChild: (node: ts.Node, visit: (node: ts.Node) => unknown) => (node as unknown as Loose).forEachChild((child) => visit(child as unknown as ts.Node)),
    getCombinedModifierFlags: (node: ts.Declaration) => combined(node, (each) => (each['modifierFlags'] as number | undefined) ?? 0),
    getCombinedNodeFlags: (node: ts.Declaration) => combined(node, (each) => each['flags'] as number),
    getOutputFileNames,
    sys: { useCaseSensitiveFileNames: true },
  };
  return compiler as unknown as Compiler;
}

/** A JavaScript file that is a module by `require` and `exports` only. */
export const isCommonJsSource = ({ externalModuleIndicator, fileName, text }: ApiSourceFile): boolean =>
  externalModuleIndicator === true && /\.c?jsx?$/.test(fileName) && COMMONJS.test(text);

/** Where a file of a project is emitted, if it is. */
function getOutputFileNames({ options }: ProjectConfig, fileName: string): readonly string[] {
  const rootDir = options.rootDir ?? join(String(options['configFilePath']), '..');
  return [`${withoutExtension(options.outDir === undefined ? fileName : join(options.outDir, relative(rootDir, fileName)))}.js`];
}
