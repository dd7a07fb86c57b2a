/** Work that is started while a span made by hand is open: the call is made in the span's context. */
import type { Loose } from '../syntax.js';
import type { Edit } from './rewrite.js';
import type { Tree } from './tree.js';

/**
 * Only the call itself runs in the span's context; its receiver and arguments are evaluated before,
 * in their order, as without us.
 *
 * @returns `undefined` where that cannot be written.
 */
export function enterSpan(tree: Tree, call: Loose, span: Loose): Edit | undefined {
  const { kinds } = tree;
  const before = [{ repeat: span }];
  const callee = call.expression as Loose;
  const inner = tree.unwrap(callee);
  if (inner.kind === kinds.SuperKeyword || isImport(tree, inner)) return undefined;
  const member = tree.member(inner);
  if (call.questionDotToken || inner.questionDotToken || isInChain(tree, inner) || member?.receiver.kind === kinds.SuperKeyword) {
    return holdsSuspension(tree, call) ? undefined : { edit: 'thunk', node: call, helper: 'withSpan', before };
  }
  if (member) return { edit: 'wrap member', node: inner, helper: 'withSpan', before };
  if (inner.kind === kinds.PropertyAccessExpression || inner.kind === kinds.ElementAccessExpression) {
    return holdsSuspension(tree, call) ? undefined : { edit: 'thunk', node: call, helper: 'withSpan', before };
  }
  return { edit: 'wrap', node: callee, helper: 'withSpan', before };
}

function isImport(tree: Tree, callee: Loose): boolean {
  return callee.getStart(tree.sourceFile) + 'import'.length === callee.end && tree.sourceFile.text.slice(callee.getStart(tree.sourceFile), callee.end) === 'import';
}

/** Whether a `?.` stands further left in the same chain. */
function isInChain(tree: Tree, node: Loose): boolean {
  for (let at: Loose | undefined = node; at; at = at.expression as Loose | undefined) {
    if (at.questionDotToken) return true;
    if (at.kind === tree.kinds.ParenthesizedExpression) return false;
  }
  return false;
}

/** Whether the expression suspends its function, which it could not do from inside another one. */
function holdsSuspension(tree: Tree, node: Loose): boolean {
  let found = false;
  tree.walkFunction(node, (child) => {
    if (child.kind === tree.kinds.AwaitExpression || child.kind === tree.kinds.YieldExpression) found = true;
  });
  return found;
}
