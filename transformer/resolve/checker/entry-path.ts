/** Which file does `new Worker(X)` start? X is evaluated as far as constants go. */
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type ts from 'typescript';
import type { Checker, Compiler } from './host.js';

const PATHS = new Set(['join', 'resolve', 'normalize', 'dirname']);

/** Longest chain of constants that is followed. */
const DEPTH = 10;

/**
 * Evaluate the file argument of a worker, as if the emitted files stood where their sources do.
 *
 * @returns An absolute path; `undefined` where X is no constant.
 */
export function entryPath(compiler: Compiler, checker: Checker, argument: ts.Expression): string | undefined {
  const here = argument.getSourceFile().fileName;

  const isMeta = (node: ts.Expression, property: string): boolean =>
    compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression) && node.name.text === property;

  function constant(node: ts.Identifier, depth: number): string | undefined {
    let symbol = checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & compiler.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (!declaration || !compiler.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    if (!(compiler.getCombinedNodeFlags(declaration) & compiler.NodeFlags.Const)) return undefined;
    return declaration.getSourceFile() === argument.getSourceFile()
      ? path(declaration.initializer, depth + 1)
      : entryPath(compiler, checker, declaration.initializer);
  }

  /** A property of an object literal, or a readonly one of a class, that a constant holds. */
  function property(node: ts.PropertyAccessExpression, depth: number): string | undefined {
    const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
    if (!declaration) return undefined;
    const isOfLiteral = compiler.isPropertyAssignment(declaration);
    const isReadonly = compiler.isPropertyDeclaration(declaration) && (compiler.getCombinedModifierFlags(declaration) & compiler.ModifierFlags.Readonly) !== 0;
    if ((!isOfLiteral && !isReadonly) || !declaration.initializer) return undefined;
    return declaration.getSourceFile() === argument.getSourceFile() ? path(declaration.initializer, depth + 1) : entryPath(compiler, checker, declaration.initializer);
  }

  /** `node:path`, `import.meta` or `require`; texts and arrays have methods of the same names. */
  function isOfPaths({ expression }: ts.PropertyAccessExpression): boolean {
    return compiler.isMetaProperty(expression) || expression.getText() === 'require' || checker.getTypeAtLocation(expression).getProperty('sep') !== undefined;
  }

  function call(node: ts.CallExpression | ts.NewExpression, depth: number): string | undefined {
    const callee = compiler.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
    if (compiler.isPropertyAccessExpression(node.expression) && PATHS.has(callee) && !isOfPaths(node.expression)) return undefined;
    const values = (node.arguments ?? []).map((each) => path(each, depth + 1));
    const [first, second] = values;
    if (first === undefined) return undefined;
    switch (callee) {
      case 'URL':
        if (values.length === 1 || first.startsWith('data:')) return first;
        return second === undefined ? undefined : isAbsolute(first) ? first : join(second.endsWith('/') ? second : dirname(second), first);
      case 'fileURLToPath':
      case 'pathToFileURL':
      case 'normalize':
        return first;
      case 'dirname':
        return dirname(first);
      case 'join':
      case 'resolve': {
        const inMeta = compiler.isPropertyAccessExpression(node.expression) && compiler.isMetaProperty(node.expression.expression);
        const ofRequire = node.expression.getText() === 'require.resolve';
        if (inMeta || ofRequire) return first.startsWith('.') ? join(dirname(here), first) : undefined;
        return values.every((value) => value !== undefined) ? (callee === 'join' ? join : resolve)(...values) : undefined;
      }
      default:
        return undefined;
    }
  }

  function path(node: ts.Expression, depth: number): string | undefined {
    if (depth > DEPTH) return undefined;
    if (compiler.isStringLiteralLike(node)) return node.text.startsWith('file:') ? fileURLToPath(node.text) : node.text;
    if (compiler.isParenthesizedExpression(node) || compiler.isAsExpression(node) || compiler.isNonNullExpression(node) || compiler.isSatisfiesExpression(node)) {
      return path(node.expression, depth + 1);
    }
    if (compiler.isIdentifier(node)) {
      if (node.text === '__filename') return here;
      if (node.text === '__dirname') return dirname(here);
      return constant(node, depth);
    }
    if (isMeta(node, 'url') || isMeta(node, 'filename')) return here;
    if (isMeta(node, 'dirname')) return dirname(here);
    if (compiler.isPropertyAccessExpression(node) && ['href', 'pathname'].includes(node.name.text)) return path(node.expression, depth + 1);
    if (compiler.isPropertyAccessExpression(node)) return property(node, depth);
    if (compiler.isCallExpression(node) && compiler.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'toString') {
      return path(node.expression.expression, depth + 1);
    }
    if (compiler.isCallExpression(node) || compiler.isNewExpression(node)) return call(node, depth);
    if (compiler.isTemplateExpression(node)) {
      if (node.head.text.startsWith('data:')) return node.head.text;
      const parts = node.templateSpans.map((span) => [path(span.expression, depth + 1), span.literal.text] as const);
      return parts.every(([value]) => value !== undefined) ? node.head.text + parts.flat().join('') : undefined;
    }
    if (compiler.isBinaryExpression(node) && node.operatorToken.kind === compiler.SyntaxKind.PlusToken) {
      const [left, right] = [path(node.left, depth + 1), path(node.right, depth + 1)];
      if (left?.startsWith('data:')) return left;
      return left !== undefined && right !== undefined ? left + right : undefined;
    }
    return undefined;
  }

  return path(argument, 0);
}
