/** What stands first in a file. On the trees of every host. */
import type { Kinds, Loose, SourceFile } from '../syntax.js';
import { RUNTIME } from './runtime-parts.js';

/** `'use strict'`, `'use client'`. */
export const isDirective = (kinds: Kinds, statement: Loose): boolean => statement.kind === kinds.ExpressionStatement && statement.expression.kind === kinds.StringLiteral;

/** Whether a file already calls the runtime: emitted by us before, or another listing of the plugin was first. */
export function importsRuntime(kinds: Kinds, sourceFile: SourceFile): boolean {
  const isRuntime = (node: Loose | undefined): boolean => node?.kind === kinds.StringLiteral && (node.text === RUNTIME || (node.text as string).startsWith(`${RUNTIME}/`));
  return (sourceFile.statements as readonly Loose[]).some((statement) => {
    if (statement.kind === kinds.ImportDeclaration) return isRuntime(statement.moduleSpecifier);
    if (statement.kind !== kinds.VariableStatement) return false;
    return (statement.declarationList.declarations as readonly Loose[]).some(
      ({ initializer }) => (initializer as Loose | undefined)?.kind === kinds.CallExpression && isRuntime(initializer.arguments[0]),
    );
  });
}

/** Where the import goes: after directives and hoisted `jest.mock(…)` calls, before everything else. */
export function importPlace(kinds: Kinds, statements: readonly Loose[]): number {
  const isJest = (node: Loose): boolean => {
    if (node.kind !== kinds.CallExpression || node.expression.kind !== kinds.PropertyAccessExpression) return false;
    const receiver = node.expression.expression as Loose;
    return receiver.kind === kinds.Identifier ? receiver.text === 'jest' : isJest(receiver);
  };
  const at = statements.findIndex((statement) => !isDirective(kinds, statement) && !(statement.kind === kinds.ExpressionStatement && isJest(statement.expression)));
  return at < 0 ? statements.length : at;
}

/** The first statement after the imports that stand at the top, from `at` on. */
export function bodyPlace(kinds: Kinds, statements: readonly Loose[], at: number): number {
  const body = statements.findIndex((each, i) => i >= at && each.kind !== kinds.ImportDeclaration && each.kind !== kinds.ImportEqualsDeclaration);
  return body < 0 ? statements.length : body;
}
