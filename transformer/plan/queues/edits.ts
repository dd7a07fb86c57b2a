/** What is written where something is put into a queue, or taken out. */
import type { Loose, Node } from '../../syntax.js';
import { createFollowing, type Unfit } from '../following.js';
import type { Planning } from '../planning.js';
import type { Argument, Edit, Helper } from '../rewrite.js';
import type { Tree } from '../tree.js';
import type { Taken } from './takes.js';

/** Flags, to the last that is set. */
const flags = (...given: readonly boolean[]): readonly Argument[] => given.slice(0, given.lastIndexOf(true) + 1).map((flag) => ({ flag }));

/** @param container The expression that names it, if there is one. */
export function enqueueEdits({ tree, spans }: Planning, call: Loose, elements: readonly Loose[], container?: Loose): readonly Edit[] {
  const span = spans.at(call);
  const isNamed = container && tree.isRepeatable(container);
  const after: readonly Argument[] = [...(isNamed ? [{ repeat: container }] : span ? [{ nothing: true } as const] : []), ...(span ? [span] : [])];
  return elements.map((element): Edit => {
    const isSpread = element.kind === tree.kinds.SpreadElement;
    return { edit: 'wrap', node: isSpread ? element.expression : element, helper: isSpread ? 'enqueueEach' : 'enqueue', after };
  });
}

/** @returns `undefined` where it is handed on, so that who gets it goes on with it. */
export function dequeueEdits({ tree }: Planning, taken: Taken, isLinked: boolean): readonly Edit[] | Unfit | undefined {
  const { node } = taken;
  const following = createFollowing(tree, 'takeTurn');
  const wrap = (helper: Helper, after: readonly Argument[] = []): Edit => ({ edit: 'wrap', node, helper, after });
  switch (taken.as) {
    case 'callback':
      return [wrap('inTurn', flags(isLinked))];
    case 'loop':
    case 'entries':
      return following.overLoop(taken.loop, (scope: Node) => wrap('drain', [{ scope }, ...flags(taken.as === 'entries', isLinked)]), true);
    case 'element':
    case 'first': {
      if (tree.outer(node).kind === tree.kinds.ReturnStatement) return undefined;
      // Where a `?.` before it leaves out all that is chained to it, a call around it would not.
      if (tree.isOptional(node) && isChained(tree, node)) return 'nothing follows';
      const helper = taken.as === 'first' ? 'dequeueFirst' : 'dequeue';
      return following.afterNode(node, (scope, isLater) => wrap(helper, [{ scope }, ...flags(isLater, isLinked)]), { head: true, return: true, stepAside: true });
    }
  }
}

/** Whether what follows belongs to the same chain, without a `?.` of its own. */
function isChained(tree: Tree, node: Loose): boolean {
  const { kinds } = tree;
  const parent = node.parent as Loose;
  if (parent.kind === kinds.NonNullExpression) return isChained(tree, parent);
  const LINKS = [kinds.PropertyAccessExpression, kinds.ElementAccessExpression, kinds.CallExpression];
  return LINKS.includes(parent.kind) && parent.expression === node && !parent.questionDotToken;
}
