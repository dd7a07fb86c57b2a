/**
 * The import of the runtime in emitted code. A named import made in a `before` transformer is not
 * bound in CommonJS output (https://github.com/microsoft/TypeScript/issues/49232), so a file that is
 * emitted as CommonJS requires.
 */
import type ts from 'typescript';
import type { Helper } from '../plan/rewrite.js';
import type { Format } from './format.js';

type Compiler = typeof ts;

export const RUNTIME = 'otel-baton/runtime';

export interface RuntimeImport {
  /** The expression by which emitted code names a helper. */
  helper(name: Helper): ts.Expression;
  /** The statement that brings the helpers named so far; `undefined` where none was. */
  statement(): ts.Statement | undefined;
}

export function createRuntimeImport(compiler: Compiler, factory: ts.NodeFactory, format: Exclude<Format, 'none'>): RuntimeImport {
  const unique = (name: string): ts.Identifier =>
    factory.createUniqueName(name, compiler.GeneratedIdentifierFlags.Optimistic | compiler.GeneratedIdentifierFlags.FileLevel);
  const locals = new Map<Helper, ts.Identifier>();
  let namespace: ts.Identifier | undefined;

  return {
    helper(name) {
      if (format === 'lowered') return factory.createPropertyAccessExpression((namespace ??= unique('baton')), name);
      let local = locals.get(name);
      if (!local) locals.set(name, (local = unique(`baton_${name}`)));
      return local;
    },
    statement() {
      const module = factory.createStringLiteral(RUNTIME);
      if (namespace) {
        return factory.createImportDeclaration(undefined, factory.createImportClause(/*phase*/ undefined as never, /*name*/ undefined, factory.createNamespaceImport(namespace)), module);
      }
      if (!locals.size) return undefined;
      const names = [...locals].sort(([a], [b]) => (a < b ? -1 : 1));
      if (format === 'esm') {
        const specifiers = names.map(([name, local]) => factory.createImportSpecifier(/*isTypeOnly*/ false, factory.createIdentifier(name), local));
        return factory.createImportDeclaration(undefined, factory.createImportClause(/*phase*/ undefined as never, /*name*/ undefined, factory.createNamedImports(specifiers)), module);
      }
      const elements = names.map(([name, local]) => factory.createBindingElement(/*dotDotDotToken*/ undefined, factory.createIdentifier(name), local));
      const required = factory.createCallExpression(factory.createIdentifier('require'), /*typeArguments*/ undefined, [module]);
      const declaration = factory.createVariableDeclaration(factory.createObjectBindingPattern(elements), undefined, undefined, required);
      return factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], compiler.NodeFlags.Const));
    },
  };
}

/** Whether a file already calls the runtime: emitted by us before, or another listing of the plugin was first. */
export function importsRuntime(compiler: Compiler, sourceFile: ts.SourceFile): boolean {
  const isRuntime = (node: ts.Node | undefined): boolean => !!node && compiler.isStringLiteral(node) && node.text === RUNTIME;
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
