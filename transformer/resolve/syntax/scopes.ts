/** Which declaration of this file does a name refer to? */
import type { Loose, Node } from '../../syntax.js';
import { foldModule } from '../module-name.js';
import { createExports } from './modules.js';
import type { NodeReader, Source } from './nodes.js';

/** A declaration outside this file: `name` in `module`, or `*`, the module itself. Module `''` is the global scope. */
export interface External {
  readonly module: string;
  readonly name: string;
}

/** What a name is bound to in this file: an import, or declarations (several, where they merge or overload). */
export interface Binding {
  readonly imported?: External;
  readonly declarations: readonly Loose[];
}

/** Values and types have names of their own: `const Port = …` does not hide `interface Port`. */
export type Space = 'values' | 'types';

export interface Scopes {
  /** The binding of `name` that is visible at a node, in the file that declares it where that is known; `undefined` where the name is global. */
  lookup(name: string, at: Node, space: Space): Binding | undefined;
}

type Scope = Readonly<Record<Space, Map<string, Binding>>>;

export function createScopes(source: Source, read: NodeReader): Scopes {
  const { kinds } = source;
  const scopes = new Map<Node, Scope | undefined>();
  const holdsHoisted = new Set([kinds.SourceFile, kinds.ModuleBlock]);
  const generics = new Set([kinds.InterfaceDeclaration, kinds.TypeAliasDeclaration]);
  const inBoth: readonly Space[] = ['values', 'types'];

  function add(scope: Scope, name: Loose | undefined, declaration: Loose, spaces: readonly Space[], imported?: External): void {
    if (name?.kind !== kinds.Identifier) return;
    for (const space of spaces) {
      const known = scope[space].get(name.text);
      const declarations = [...(known?.declarations ?? []), declaration];
      scope[space].set(name.text, imported ? { imported, declarations } : { ...known, declarations });
    }
  }

  /** A variable, a parameter, or each name of a pattern. */
  function addVariable(scope: Scope, declaration: Loose): void {
    const { name } = declaration;
    if (name.kind === kinds.Identifier) add(scope, name, declaration, ['values']);
    // A hole of a pattern is an element without a name to TypeScript 7.
    else for (const element of name.elements as readonly Loose[]) if (element.kind === kinds.BindingElement && element.name) addVariable(scope, element);
  }

  function addVariables(scope: Scope, list: Loose): void {
    for (const variable of list.declarations as readonly Loose[]) addVariable(scope, variable);
  }

  function addImport(scope: Scope, statement: Loose): void {
    const path = read.literal(statement.moduleSpecifier);
    const clause: Loose | undefined = statement.importClause;
    if (path === undefined || !clause) return;
    const module = foldModule(path);
    const addName = (name: Loose | undefined, exported: string, declaration: Loose): void =>
      add(scope, name, declaration, inBoth, { module, name: exported });
    addName(clause.name, 'default', clause);
    const bindings: Loose | undefined = clause.namedBindings;
    if (bindings?.kind === kinds.NamespaceImport) addName(bindings.name, '*', bindings);
    const specifiers: readonly Loose[] = bindings?.elements ?? [];
    for (const specifier of specifiers) addName(specifier.name, (specifier.propertyName ?? specifier.name).text, specifier);
  }

  function addImportEquals(scope: Scope, statement: Loose): void {
    const reference: Loose = statement.moduleReference;
    const path = reference.kind === kinds.ExternalModuleReference ? read.literal(reference.expression) : undefined;
    add(scope, statement.name, statement, inBoth, path === undefined ? undefined : { module: foldModule(path), name: '*' });
  }

  const adders = new Map<number, (scope: Scope, statement: Loose) => void>([
    [kinds.VariableStatement, (scope, { declarationList }) => !read.isVar(declarationList) && addVariables(scope, declarationList)],
    [kinds.FunctionDeclaration, (scope, statement) => add(scope, statement.name, statement, ['values'])],
    [kinds.ClassDeclaration, (scope, statement) => add(scope, statement.name, statement, inBoth)],
    [kinds.EnumDeclaration, (scope, statement) => add(scope, statement.name, statement, inBoth)],
    [kinds.InterfaceDeclaration, (scope, statement) => add(scope, statement.name, statement, ['types'])],
    [kinds.TypeAliasDeclaration, (scope, statement) => add(scope, statement.name, statement, ['types'])],
    // `declare global` opens the global scope; it declares no `global`.
    [kinds.ModuleDeclaration, (scope, statement) => statement.name.text !== 'global' && add(scope, statement.name, statement, ['values'])],
    [kinds.ImportDeclaration, addImport],
    [kinds.ImportEqualsDeclaration, addImportEquals],
  ]);

  function addStatements(scope: Scope, { statements }: Loose): void {
    for (const statement of statements as readonly Loose[]) adders.get(statement.kind)?.(scope, statement);
  }

  /** Add the names that `var` declares anywhere below a node but in functions of its own. */
  function addHoisted(scope: Scope, body: Loose): void {
    read.visitStatements(body, (node) => {
      if (node.kind === kinds.VariableDeclarationList && read.isVar(node)) addVariables(scope, node);
    });
  }

  /** The names that a node declares for what stands inside it. */
  const openers = new Map<number, (scope: Scope, node: Loose) => void>([
    ...[kinds.SourceFile, kinds.Block, kinds.ModuleBlock].map((kind) => [kind, addStatements] as const),
    [kinds.CaseBlock, (scope, { clauses }) => (clauses as readonly Loose[]).forEach((clause) => addStatements(scope, clause))],
    ...[kinds.ForStatement, kinds.ForOfStatement, kinds.ForInStatement].map((kind) => [kind, addLoopVariables] as const),
    [kinds.CatchClause, (scope, { variableDeclaration }) => variableDeclaration && addVariable(scope, variableDeclaration)],
    [kinds.ClassExpression, (scope, node) => add(scope, node.name, node, inBoth)],
  ]);

  function addLoopVariables(scope: Scope, { initializer }: Loose): void {
    if (initializer?.kind === kinds.VariableDeclarationList && !read.isVar(initializer)) addVariables(scope, initializer);
  }

  function createScope(node: Loose): Scope | undefined {
    const scope: Scope = { values: new Map(), types: new Map() };
    openers.get(node.kind)?.(scope, node);
    if (read.isFunction(node)) for (const parameter of node.parameters as readonly Loose[]) addVariable(scope, parameter);
    if (holdsHoisted.has(node.kind)) addHoisted(scope, node);
    else if (node.body?.kind === kinds.Block) addHoisted(scope, node.body);
    // Last, because a parameter or variable of the same name hides it.
    if (node.kind === kinds.FunctionExpression) add(scope, node.name, node, ['values']);
    for (const parameter of typeParametersOf(node)) add(scope, parameter.name, parameter, ['types']);
    return scope.values.size + scope.types.size > 0 ? scope : undefined;
  }

  function typeParametersOf(node: Loose): readonly Loose[] {
    const isGeneric = read.isFunction(node) || read.isClass(node) || generics.has(node.kind);
    return isGeneric ? (node.typeParameters ?? []) : [];
  }

  function scopeOf(node: Node): Scope | undefined {
    if (!scopes.has(node)) scopes.set(node, createScope(node as Loose));
    return scopes.get(node);
  }

  const exports = createExports(source, read, lookup);

  function lookup(name: string, at: Node, space: Space): Binding | undefined {
    for (let node: Node | undefined = at; node; node = node.parent as Node | undefined) {
      const binding = scopeOf(node)?.[space].get(name);
      // What cannot be followed stays an import.
      if (binding) return (binding.imported && exports.follow(binding.imported, read.fileOf(node), space)) ?? binding;
    }
    return undefined;
  }

  return { lookup };
}
