/** Work that is started while a span made by hand is open: the call is made in the span's context. */
import type { Loose } from '../syntax.js';
import type { Matched, Planning } from './planning.js';
import type { Argument, Edit } from './rewrite.js';
import type { Tree } from './tree.js';

/** Make the call in the context of the span that is open there, if there is one. */
export function enter({ tree, spans, found, carried, skipped }: Planning, matched: Matched): void {
  const span = spans.at(matched.node);
  if (!span) return;
  const edit = enterSpan(tree, matched.node, span);
  // A chain with `?.` in it is entered as a whole.
  if (edit?.edit === 'thunk' && found.some((each) => each.edits.some((other) => other.edit === 'thunk' && other.node === edit.node))) return;
  if (edit) carried(matched, [edit], 'same isolate');
  else skipped(matched.row, matched.node, matched.end, 'BATON1011');
}

/**
 * Only the call itself runs in the span's context; its receiver and arguments are evaluated before,
 * in their order, as without us.
 *
 * @returns `undefined` where that cannot be written.
 */
function enterSpan(tree: Tree, call: Loose, span: Argument): Edit | undefined {
  const { kinds } = tree;
  const before = [span];
  const callee = call.expression as Loose;
  const inner = tree.unwrap(callee);
  if (inner.kind === kinds.SuperKeyword || isImport(tree, inner)) return undefined;
  const whole = wholeChain(tree, call);
  if (tree.isOptional(whole)) return holdsSuspension(tree, whole) ? undefined : { edit: 'thunk', node: whole, helper: 'withSpan', before };
  const isAccess = inner.kind === kinds.PropertyAccessExpression || inner.kind === kinds.ElementAccessExpression;
  if (!isAccess) return { edit: 'wrap', node: callee, helper: 'withSpan', before };
  const isNamed = inner.kind === kinds.ElementAccessExpression || inner.name.kind === kinds.Identifier;
  if (isNamed && inner.expression.kind !== kinds.SuperKeyword) return { edit: 'wrap member', node: inner, helper: 'withSpan', before };
  return holdsSuspension(tree, call) ? undefined : { edit: 'thunk', node: call, helper: 'withSpan', before };
}

/** The chain of accesses and calls that the call is part of, to its end. */
function wholeChain(tree: Tree, call: Loose): Loose {
  const { kinds } = tree;
  const LINKS = [kinds.PropertyAccessExpression, kinds.ElementAccessExpression, kinds.CallExpression, kinds.NonNullExpression];
  const parent = call.parent as Loose;
  return LINKS.includes(parent.kind) && parent.expression === call ? wholeChain(tree, parent) : call;
}

function isImport(tree: Tree, callee: Loose): boolean {
  return callee.getStart(tree.sourceFile) + 'import'.length === callee.end && tree.sourceFile.text.slice(callee.getStart(tree.sourceFile), callee.end) === 'import';
}

/** Whether the expression suspends its function, which it could not do from inside another one. */
function holdsSuspension(tree: Tree, node: Loose): boolean {
  let found = false;
  tree.walkFunction(node, (child) => {
    if (child.kind === tree.kinds.AwaitExpression || child.kind === tree.kinds.YieldExpression) found = true;
  });
  return found;
}
