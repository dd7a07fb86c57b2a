/** Where made nodes stand for the source map, and who prints the comments. */
import type ts from 'typescript';

type Compiler = typeof ts;

export interface Places {
  /** Stands where `original` does in the source map only: with a text range the printer would write the comments twice. */
  located<T extends ts.Node>(node: T, original: ts.Node): T;
  /** Stands where `original` does, and prints its comments if nothing else does. */
  inPlaceOf<T extends ts.Node>(node: T, original: ts.Node): T;
  /** The node, silent where what stands in the place of `original` prints the comments. */
  leaveCommentsToWrapper(node: ts.Node, original: ts.Node): ts.Node;
}

export function createPlaces(compiler: Compiler, factory: ts.NodeFactory): Places {
  /** An element of a list is printed with its comments, wherever the list is ours or the application's. */
  function isElement(node: ts.Node): boolean {
    const { parent } = node;
    if (!parent || compiler.isArrayLiteralExpression(parent)) return true;
    return (compiler.isCallExpression(parent) || compiler.isNewExpression(parent)) && !!parent.arguments?.includes(node as ts.Expression);
  }

  const located: Places['located'] = (node, original) => compiler.setSourceMapRange(node, original);

  return {
    located,
    inPlaceOf: (node, original) => located(isElement(original) ? node : compiler.setTextRange(node, original), original),
    leaveCommentsToWrapper(node, original) {
      if (isElement(original)) return node;
      let inner = node;
      while (compiler.isNonNullExpression(inner) || compiler.isAsExpression(inner) || compiler.isSatisfiesExpression(inner)) inner = inner.expression;
      // The container of nested nodes, which start where it does; what holds it has no place in the source, or a list would print the comments before it.
      const silent = compiler.setEmitFlags(inner, compiler.EmitFlags.NoComments) as ts.Expression;
      return compiler.setEmitFlags(factory.createPartiallyEmittedExpression(silent), compiler.EmitFlags.NoComments);
    },
  };
}
