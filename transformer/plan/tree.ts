/** Ways through the syntax tree that several parts of the planner go. */
import type { Kinds, Loose, Node, SourceFile } from '../syntax.js';

export interface Tree {
  readonly kinds: Kinds;
  readonly sourceFile: SourceFile;
  /** The text of a string literal; `undefined` for anything else. */
  literal(node: Loose | undefined): string | undefined;
  /** Receiver and name of `a.b`, `a?.b`, `a['b']`. */
  member(node: Loose): { readonly receiver: Loose; readonly name: string; readonly nameNode: Loose } | undefined;
  /** The expression without parentheses, `as`, `satisfies` and `!` around it. */
  unwrap(node: Loose): Loose;
  /** The node's parent, parentheses, `as`, `satisfies` and `!` left out. */
  outer(node: Loose): Loose;
  isFunction(node: Node): boolean;
  isLoop(node: Node): boolean;
  isStatementList(node: Node): boolean;
  /** The statements of a block or of the file. */
  statements(node: Loose): readonly Loose[];
  /** Whether the expression can be written twice: names and `this` only. */
  isRepeatable(node: Loose): boolean;
  /** Whether a `?.` stands in the chain of accesses and calls, up to the node. */
  isOptional(node: Loose): boolean;
  /** Visit all below `node` that belongs to the same function. */
  walkFunction(node: Node, visit: (node: Loose) => void): void;
}

export function createTree(kinds: Kinds, sourceFile: SourceFile): Tree {
  const WRAPPERS = new Set([kinds.ParenthesizedExpression, kinds.NonNullExpression, kinds.AsExpression, kinds.SatisfiesExpression, kinds.TypeAssertionExpression]);
  const FUNCTIONS = new Set([
    kinds.FunctionDeclaration, kinds.FunctionExpression, kinds.ArrowFunction, kinds.MethodDeclaration, kinds.Constructor, kinds.GetAccessor,
    kinds.SetAccessor, kinds.ClassStaticBlockDeclaration, kinds.PropertyDeclaration,
  ]);
  const LOOPS = new Set([kinds.ForStatement, kinds.ForOfStatement, kinds.ForInStatement, kinds.WhileStatement, kinds.DoStatement]);

  const tree: Tree = {
    kinds,
    sourceFile,
    literal: (node) => (node && (node.kind === kinds.StringLiteral || node.kind === kinds.NoSubstitutionTemplateLiteral) ? (node.text as string) : undefined),
    member(node) {
      if (node.kind === kinds.PropertyAccessExpression) {
        return node.name.kind === kinds.Identifier ? { receiver: node.expression, name: node.name.text, nameNode: node.name } : undefined;
      }
      const name = node.kind === kinds.ElementAccessExpression ? tree.literal(node.argumentExpression) : undefined;
      return name === undefined ? undefined : { receiver: node.expression, name, nameNode: node.argumentExpression };
    },
    unwrap: (node) => (WRAPPERS.has(node.kind) ? tree.unwrap(node.expression) : node),
    outer: (node) => (WRAPPERS.has(node.parent.kind) ? tree.outer(node.parent as Loose) : (node.parent as Loose)),
    isFunction: (node) => FUNCTIONS.has(node.kind),
    isLoop: (node) => LOOPS.has(node.kind),
    isStatementList: (node) => node.kind === kinds.Block || node.kind === kinds.SourceFile || node.kind === kinds.ModuleBlock,
    statements: (node) => node.statements,
    isRepeatable: (node) =>
      node.kind === kinds.Identifier ||
      node.kind === kinds.ThisKeyword ||
      (node.kind === kinds.PropertyAccessExpression && !node.questionDotToken && tree.isRepeatable(node.expression)) ||
      ((node.kind === kinds.NonNullExpression || node.kind === kinds.ParenthesizedExpression) && tree.isRepeatable(node.expression)),
    isOptional(node) {
      for (let at: Loose | undefined = node; at; at = at.expression as Loose | undefined) if (at.questionDotToken) return true;
      return false;
    },
    walkFunction(node, visit) {
      node.forEachChild((child) => {
        visit(child as Loose);
        if (!tree.isFunction(child)) tree.walkFunction(child, visit);
        return undefined;
      });
    },
  };
  return tree;
}
