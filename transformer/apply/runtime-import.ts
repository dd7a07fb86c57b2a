/**
 * The import of the runtime in emitted code. A named import made in a `before` transformer is not
 * bound in CommonJS output (https://github.com/microsoft/TypeScript/issues/49232), so a file that is
 * emitted as CommonJS requires.
 */
import type ts from 'typescript';
import type { Helper } from '../plan/rewrite.js';
import type { Format } from './format.js';

type Compiler = typeof ts;

const RUNTIME = 'otel-baton/runtime';

/** Helpers that not every program needs, in modules of their own. */
const PARTS: Readonly<Record<string, readonly Helper[]>> = {
  batches: ['processBatch'],
  calls: ['carryCalls', 'carryMessages', 'carryPool', 'carryPromised', 'withCarrier'],
  task: ['encloseTask', 'encloseTasks', 'injectTask', 'receiveTask', 'receiveTasks'],
  bind: ['bind', 'detach', 'detachStarted', 'openSpan', 'withSpan'],
  'hand-over': ['handOver', 'handOverCalls', 'handOverEach'],
  detach: ['detachConstructor', 'detachMember'],
  listen: ['bindAs', 'listensAs'],
  job: ['jobOptions', 'jobs', 'receiveJob', 'sender'],
  process: ['encloseToChild', 'injectToParent', 'injectToPeer', 'injectToProcess', 'startProcess', 'withEnvironment'],
  sidecar: ['inject', 'injectFresh'],
  start: ['attachStarted', 'start'],
  pull: ['pull', 'tap'],
  queue: ['dequeue', 'dequeueFirst', 'drain', 'enqueue', 'enqueueEach', 'inTurn', 'takeTurn'],
  scope: ['attachNext', 'close', 'open', 'resume', 'suspend'],
  'process-tasks': ['processTasks'],
};

const partOf = (helper: Helper): string | undefined => Object.keys(PARTS).find((part) => PARTS[part]?.includes(helper));

function moduleOf(helper: Helper): string {
  const part = partOf(helper);
  return part === undefined ? RUNTIME : `${RUNTIME}/${part}`;
}

export interface RuntimeImport {
  /** The expression by which emitted code names a helper. */
  helper(name: Helper): ts.Expression;
  /** The statements that bring the helpers named so far. */
  statements(): readonly ts.Statement[];
}

export function createRuntimeImport(compiler: Compiler, factory: ts.NodeFactory, format: Exclude<Format, 'none'>): RuntimeImport {
  const unique = (name: string): ts.Identifier =>
    factory.createUniqueName(name, compiler.GeneratedIdentifierFlags.Optimistic | compiler.GeneratedIdentifierFlags.FileLevel);
  /** By module; one name for each helper, or for the module as a whole. */
  const modules = new Map<string, Map<Helper | '*', ts.Identifier>>();

  function local(helper: Helper, key: Helper | '*', name: string): ts.Identifier {
    const module = moduleOf(helper);
    const names = modules.get(module) ?? new Map<Helper | '*', ts.Identifier>();
    modules.set(module, names);
    const known = names.get(key) ?? unique(name);
    names.set(key, known);
    return known;
  }

  function esm(module: ts.StringLiteral, bindings: ts.NamedImportBindings): ts.Statement {
    return factory.createImportDeclaration(undefined, factory.createImportClause(/*phase*/ undefined as never, /*name*/ undefined, bindings), module);
  }

  function commonjs(module: ts.StringLiteral, names: readonly (readonly [string, ts.Identifier])[]): ts.Statement {
    const elements = names.map(([name, id]) => factory.createBindingElement(/*dotDotDotToken*/ undefined, factory.createIdentifier(name), id));
    const required = factory.createCallExpression(factory.createIdentifier('require'), /*typeArguments*/ undefined, [module]);
    const declaration = factory.createVariableDeclaration(factory.createObjectBindingPattern(elements), undefined, undefined, required);
    return factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], compiler.NodeFlags.Const));
  }

  return {
    helper: (name) =>
      format === 'lowered'
        ? factory.createPropertyAccessExpression(local(name, '*', ['baton', partOf(name)?.replace('-', '_') ?? 'runtime'].join('_')), name)
        : local(name, name, `baton_${name}`),
    statements: () =>
      [...modules].sort(byKey).map(([name, locals]) => {
        const module = factory.createStringLiteral(name);
        const whole = locals.get('*');
        if (whole) return esm(module, factory.createNamespaceImport(whole));
        const names = [...locals].sort(byKey);
        if (format === 'commonjs') return commonjs(module, names);
        return esm(module, factory.createNamedImports(names.map(([key, id]) => factory.createImportSpecifier(/*isTypeOnly*/ false, factory.createIdentifier(key), id))));
      }),
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Whether a file already calls the runtime: emitted by us before, or another listing of the plugin was first. */
export function importsRuntime(compiler: Compiler, sourceFile: ts.SourceFile): boolean {
  const isRuntime = (node: ts.Node | undefined): boolean => !!node && compiler.isStringLiteral(node) && (node.text === RUNTIME || node.text.startsWith(`${RUNTIME}/`));
  return sourceFile.statements.some((statement) => {
    if (compiler.isImportDeclaration(statement)) return isRuntime(statement.moduleSpecifier);
    if (!compiler.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.some(
      ({ initializer }) => !!initializer && compiler.isCallExpression(initializer) && isRuntime(initializer.arguments[0]),
    );
  });
}

/** Where the import goes: after directives and hoisted `jest.mock(…)` calls, before everything else. */
export function importPlace(compiler: Compiler, statements: readonly ts.Statement[]): number {
  const isJest = (node: ts.Expression): boolean =>
    compiler.isCallExpression(node) &&
    compiler.isPropertyAccessExpression(node.expression) &&
    (compiler.isIdentifier(node.expression.expression) ? node.expression.expression.text === 'jest' : isJest(node.expression.expression));
  const at = statements.findIndex(
    (statement) => !(compiler.isExpressionStatement(statement) && (compiler.isStringLiteral(statement.expression) || isJest(statement.expression))),
  );
  return at < 0 ? statements.length : at;
}
