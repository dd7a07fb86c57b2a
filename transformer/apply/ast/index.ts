/** The AST back end: writes edits into the tree of TypeScript 5 and 6. Knows nothing of boundaries. */
import type ts from 'typescript';
import type { Argument, Edit, Helper, Insert, Scope } from '../../plan/rewrite.js';
import { kindsOf, type Loose, type Node } from '../../syntax.js';
import { editsByNode } from '../edits-by-node.js';
import { formatOf } from '../format.js';
import { bodyPlace, importPlace } from '../prologue.js';
import { createExports } from './exports.js';
import { createPlaces } from './places.js';
import { createRuntimeImport } from './runtime-import.js';

type Compiler = typeof ts;

/**
 * @param sourceFile As earlier transformers left it; edits name the nodes of the original.
 * @throws Where the file is emitted as a classic script, which cannot import; its plan has no edits.
 */
export function applyAst(compiler: Compiler, context: ts.TransformationContext, sourceFile: ts.SourceFile, edits: readonly Edit[]): ts.SourceFile {
  const { factory } = context;
  const format = formatOf(compiler, sourceFile, context.getCompilerOptions());
  if (format === 'none') throw new Error('a classic script cannot import the runtime');
  const runtime = createRuntimeImport(compiler, factory, format);
  const scopeNames = new Map<Node, ts.Identifier>();
  const places = createPlaces(compiler, factory);
  const { located, inPlaceOf, leaveCommentsToWrapper } = places;
  const exports = createExports(compiler, factory, places, sourceFile.text);
  const byNode = editsByNode(edits);
  const spans = [...byNode.keys()].map((node) => (node as unknown as ts.Node).pos);

  function scopeName(node: Node): ts.Identifier {
    let name = scopeNames.get(node);
    if (!name) scopeNames.set(node, (name = factory.createUniqueName('baton_scope', compiler.GeneratedIdentifierFlags.Optimistic)));
    return name;
  }

  function argument(given: Argument): ts.Expression {
    if ('nothing' in given) return factory.createVoidZero();
    if ('self' in given) return factory.createThis();
    if ('text' in given) return factory.createStringLiteral(given.text);
    if ('index' in given) return factory.createNumericLiteral(given.index);
    if ('flag' in given) return given.flag ? factory.createTrue() : factory.createFalse();
    if ('lazily' in given) {
      const name = repeated(given.lazily as unknown as ts.Expression);
      return call('openSpan', [factory.createArrowFunction(undefined, undefined, [], undefined, undefined, name)]);
    }
    return 'scope' in given ? scopeName(given.scope) : repeated(given.repeat as unknown as ts.Expression);
  }

  /** A second reference to what the source names: made anew, so that the original keeps its place and its comments. */
  function repeated(node: ts.Expression): ts.Expression {
    if (compiler.isIdentifier(node)) return compiler.setOriginalNode(factory.createIdentifier(node.text), node);
    if (compiler.isPropertyAccessExpression(node)) return factory.createPropertyAccessExpression(repeated(node.expression), compiler.isPrivateIdentifier(node.name) ? node.name : node.name.text);
    return compiler.isNonNullExpression(node) || compiler.isParenthesizedExpression(node) ? repeated(node.expression) : factory.createThis();
  }

  const call = (helper: Helper, args: readonly ts.Expression[]): ts.CallExpression => factory.createCallExpression(runtime.helper(helper), /*typeArguments*/ undefined, args);

  function insertion(edit: Insert): ts.Statement {
    return factory.createExpressionStatement(call(edit.helper, edit.arguments.map(argument)));
  }

  /** Directives stay first. */
  function opened(scope: Scope): ts.Statement {
    const initializer = call('open', scope.inLoop ? [factory.createTrue()] : []);
    const declaration = factory.createVariableDeclaration(scopeName(scope.node), undefined, undefined, initializer);
    return factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], compiler.NodeFlags.Const));
  }

  function closed(scope: Scope): ts.Statement {
    return factory.createExpressionStatement(call('close', [scopeName(scope.node)]));
  }

  function inScope(scope: Scope, statements: readonly ts.Statement[]): ts.Statement[] {
    const at = statements.findIndex((statement) => !(compiler.isExpressionStatement(statement) && compiler.isStringLiteral(statement.expression)));
    const body = at < 0 ? [] : statements.slice(at);
    const attempt = factory.createTryStatement(factory.createBlock(body, /*multiLine*/ true), /*catchClause*/ undefined, factory.createBlock([closed(scope)], /*multiLine*/ true));
    return [...(at < 0 ? statements : statements.slice(0, at)), opened(scope), attempt];
  }

  /** Edits nest as they are listed: each is written around what those before it made. */
  function apply(node: ts.Node, original: ts.Node, listed: readonly Edit[]): ts.Node {
    const first: ts.Statement[] = [];
    let result = node;
    for (const edit of listed) {
      if (edit.edit === 'wrap' || edit.edit === 'thunk') result = leaveCommentsToWrapper(result, original);
      switch (edit.edit) {
        case 'wrap':
          result = inPlaceOf(call(edit.helper, [...(edit.before ?? []).map(argument), result as ts.Expression, ...(edit.after ?? []).map(argument)]), original);
          break;
        case 'wrap member': {
          const access = result as ts.PropertyAccessExpression | ts.ElementAccessExpression;
          const key = compiler.isPropertyAccessExpression(access) ? located(factory.createStringLiteral(access.name.text), access.name) : access.argumentExpression;
          const object = leaveCommentsToWrapper(access.expression, original) as ts.Expression;
          result = inPlaceOf(call(edit.helper, [...(edit.before ?? []).map(argument), object, key, ...(edit.after ?? []).map(argument)]), original);
          break;
        }
        case 'wrap late': {
          const called = result as ts.CallExpression;
          const name = (text: string): ts.Identifier => factory.createUniqueName(text, compiler.GeneratedIdentifierFlags.Optimistic);
          const [value, index] = [name('baton_value'), name('baton_index')];
          const parameter = (each: ts.Identifier): ts.ParameterDeclaration => factory.createParameterDeclaration(undefined, undefined, each);
          const chosen = factory.createConditionalExpression(
            factory.createStrictEquality(index, factory.createNumericLiteral(edit.index)),
            undefined,
            call(edit.helper, [value, ...edit.after.map(argument)]),
            undefined,
            value,
          );
          const each = factory.createArrowFunction(undefined, undefined, [parameter(value), parameter(index)], undefined, undefined, chosen);
          const list = factory.createArrayLiteralExpression(called.arguments);
          const mapped = factory.createCallExpression(factory.createPropertyAccessExpression(list, 'map'), undefined, [each]);
          result = factory.updateCallExpression(called, called.expression, called.typeArguments, [factory.createSpreadElement(mapped)]);
          break;
        }
        case 'append': {
          const called = result as ts.CallExpression | ts.NewExpression;
          const before = called.arguments ?? [];
          const missing = Array.from({ length: (edit.index ?? 0) - before.length }, () => factory.createVoidZero());
          const args = [...before, ...missing, call(edit.helper, edit.arguments.map(argument))];
          const { expression, typeArguments } = called;
          result = compiler.isNewExpression(called) ? factory.updateNewExpression(called, expression, typeArguments, args) : factory.updateCallExpression(called, expression, typeArguments, args);
          break;
        }
        case 'thunk': {
          const arrow = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, result as ts.Expression);
          result = inPlaceOf(factory.createCallExpression(call(edit.helper, [...edit.before.map(argument), arrow]), undefined, []), original);
          break;
        }
        case 'rename':
          if (result.kind === compiler.SyntaxKind.SuperKeyword) result = factory.createThis();
          else result = located(compiler.isIdentifier(result) ? factory.createIdentifier(edit.to) : factory.createStringLiteral(edit.to), original);
          break;
        case 'wrap export':
          result = exports.wrap(result, edit, (value, more = []) => call(edit.helper, [value, ...edit.after.map(argument), ...more]));
          break;
        case 'insert':
          first.push(insertion(edit));
          break;
        case 'scope':
          break;
      }
    }
    const scope = listed.find((edit) => edit.edit === 'scope');
    if (!scope && !first.length) return result;
    if (compiler.isBlock(result)) {
      const statements = [...first, ...result.statements];
      return factory.updateBlock(result, compiler.setTextRange(factory.createNodeArray(scope ? inScope(scope, statements) : statements), result.statements));
    }
    // The body of an arrow function that is an expression.
    const statement = compiler.isStatement(original) ? (result as ts.Statement) : factory.createReturnStatement(result as ts.Expression);
    const statements = [...first, statement];
    return factory.createBlock(scope ? inScope(scope, statements) : statements, /*multiLine*/ true);
  }

  /** The edits of a node, once; an earlier transformer may have replaced it. */
  function take(node: ts.Node): readonly [ts.Node, readonly Edit[]] | undefined {
    for (const key of [node, compiler.getOriginalNode(node)]) {
      const listed = byNode.get(key as unknown as Node);
      if (listed) {
        byNode.delete(key as unknown as Node);
        return [key, listed];
      }
    }
    return undefined;
  }

  /** Whether an edit may be in the node: one of the tree as it was parsed holds what its place says. */
  function mayBeEdited(node: ts.Node): boolean {
    return !!(node.flags & compiler.NodeFlags.Synthesized) || node.pos < 0 || spans.some((pos) => pos >= node.pos && pos < node.end);
  }

  const visit: ts.Visitor = (node) => {
    if (!mayBeEdited(node)) return node;
    const taken = take(node);
    const inner = compiler.visitEachChild(node, visit, context);
    return taken ? apply(inner, taken[0], taken[1]) : inner;
  };

  function topLevel(statement: ts.Statement): ts.Statement[] {
    const original = compiler.getOriginalNode(statement);
    const isConcerned = original.pos < 0 || spans.some((pos) => pos >= original.pos && pos < original.end);
    if (!isConcerned) return [statement];
    // `before` belongs to the file, everything else to the statement itself.
    const listed = byNode.get(original as unknown as Node) ?? [];
    const before = listed.filter((edit): edit is Insert => edit.edit === 'insert' && edit.where === 'before');
    const others = listed.filter((edit) => !(edit.edit === 'insert' && edit.where === 'before'));
    if (others.length) byNode.set(original as unknown as Node, others);
    else byNode.delete(original as unknown as Node);
    return [...before.map(insertion), compiler.visitNode(statement, visit) as ts.Statement];
  }

  const fileEdits = take(sourceFile)?.[1] ?? [];
  const fileScope = fileEdits.find((edit) => edit.edit === 'scope');
  const statements = sourceFile.statements.flatMap(topLevel);
  const scope = fileScope && { opening: opened(fileScope), closing: closed(fileScope) };
  const imports = runtime.statements();
  if (!imports.length) return sourceFile;
  const kinds = kindsOf(compiler.SyntaxKind as unknown as Record<string, unknown>);
  const at = importPlace(kinds, statements as unknown as readonly Loose[]);
  const bodyAt = bodyPlace(kinds, statements as unknown as readonly Loose[], at);
  const own = [...exports.constants, ...statements.slice(bodyAt), ...exports.specifiers()];
  const head = [...statements.slice(0, at), ...imports, ...statements.slice(at, bodyAt)];
  const all = [...head, ...(scope && bodyAt < statements.length ? [scope.opening, ...own, scope.closing] : own)];
  return factory.updateSourceFile(sourceFile, compiler.setTextRange(factory.createNodeArray(all), sourceFile.statements));
}
