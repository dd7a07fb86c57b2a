/**
 * The import of the runtime in emitted code. A named import made in a `before` transformer is not
 * bound in CommonJS output (https://github.com/microsoft/TypeScript/issues/49232), so a file that is
 * emitted as CommonJS requires.
 */
import type ts from 'typescript';
import type { Helper } from '../../plan/rewrite.js';
import type { Format } from '../format.js';
import { moduleOf, partOf } from '../runtime-parts.js';

type Compiler = typeof ts;

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
